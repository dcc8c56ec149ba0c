"""Searches the sources of a generated client, in a language that these tests have no compiler for:
for what does not parse, and in models for types that neither the client nor the platform has.

    search.py csharp|java FOLDER
"""

import sys
from pathlib import Path

import tree_sitter_c_sharp
import tree_sitter_java
from tree_sitter import Language, Parser, Query, QueryCursor

DECLARED = """[
  (class_declaration name: (identifier) @declared)
  (enum_declaration name: (identifier) @declared)
  (interface_declaration name: (identifier) @declared)
]"""
# For each language: its grammar, its files, what declares types, what uses one, and the names of
# types that its sources need not declare or import.
LANGUAGES = {
    "csharp": (
        Language(tree_sitter_c_sharp.language()),
        "src/*[!t]/**/*.cs",
        "(struct_declaration name: (identifier) @declared)",
        """[
          (property_declaration type: (_) @used)
          (parameter type: (_) @used)
        ]""",
        {
            "Action", "CancellationToken", "DateOnly", "DateTime", "DateTimeOffset", "Dictionary",
            "EventHandler", "Exception", "Guid", "HttpClient", "HttpRequestMessage",
            "HttpResponseMessage", "HttpStatusCode", "IHttpClientBuilder", "IServiceCollection",
            "JsonSerializerOptions", "List", "Object", "Option", "Stream", "TimeSpan", "Type", "Uri",
            "Utf8JsonReader", "Utf8JsonWriter", "ValidationContext",
        },
    ),
    "java": (
        Language(tree_sitter_java.language()),
        "src/main/**/*.java",
        "(import_declaration (scoped_identifier name: (identifier) @declared))",
        """[
          (field_declaration type: (_) @used)
          (formal_parameter type: (_) @used)
          (method_declaration type: (_) @used)
        ]""",
        {
            "Boolean", "Class", "Double", "Exception", "Integer", "Iterable", "Long", "Object",
            "String", "StringBuilder", "Throwable", "Void",
        },
    ),
}
NAMES = ("identifier", "type_identifier")


def errors(node):
    if node.is_missing or node.type == "ERROR":
        yield node
    elif node.has_error:
        for child in node.children:
            yield from errors(child)


def names(node):
    if node.type in NAMES:
        yield node.text.decode()
    for child in node.children:
        yield from names(child)


language, files, more, used, platform = LANGUAGES[sys.argv[1]]
parser = Parser(language)
declares = QueryCursor(Query(language, f"{DECLARED}\n{more}"))
uses = QueryCursor(Query(language, used))
sources = {
    path: parser.parse(path.read_bytes()).root_node for path in Path(sys.argv[2]).glob(files)
}
assert len(sources) > 50, f"only {len(sources)} sources"
problems = []
known = set(platform)
for path, tree in sources.items():
    problems += [f"{path}:{node.start_point.row + 1}: does not parse" for node in errors(tree)]
    known |= {node.text.decode() for node in declares.captures(tree).get("declared", [])}
for path, tree in sources.items():
    if path.parent.name.lower() != "model":
        continue
    for node in uses.captures(tree).get("used", []):
        for name in set(names(node)) - known:
            if len(name) > 2:  # parts of namespaces and type parameters are shorter
                problems.append(f"{path}:{node.start_point.row + 1}: there is no type {name}")
print("\n".join(problems) or f"{len(sources)} sources, {len(known)} types")
sys.exit(bool(problems))
