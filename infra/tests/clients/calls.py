"""Makes every call of the document with a generated Python client.

    calls.py openapi_generator|openapi_python_client CALLS_JSON

CALLS_JSON has where the stack is, the credentials, and for each operation of the document its
arguments. For each operation a line of JSON is printed: its id, the answer's status, the answer as
it came, and the answer as the client's model holds it.
"""

import enum
import importlib
import inspect
import json
import pkgutil
import re
import sys
import typing
from datetime import date

import sigv4

KIND, FILE = sys.argv[1:]
with open(FILE, encoding="utf-8") as file:
    CALLS = json.load(file)
NONE = type(None)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()


def types(hint):
    """The classes of which a parameter may be."""
    inner = typing.get_args(hint)
    if not inner:
        return [hint] if inspect.isclass(hint) else []
    return [one for part in inner for one in types(part)]


def argument(hint, value):
    """A value as the client takes it: its own model, its own enum, a date."""
    for kind in types(hint):
        if hasattr(kind, "from_dict"):
            return kind.from_dict(value)
        if issubclass(kind, enum.Enum):
            return kind(value)
        if kind is date:
            return date.fromisoformat(value)
    return value


def arguments(function, call):
    """A call's arguments by the names that the client has for them."""
    hints = typing.get_type_hints(function)
    given = {}
    for name, value in {**call["path"], **call["query"], **call["headers"]}.items():
        own = snake(name)
        # What is a word of the language gets another letter.
        names = [one for one in (own, f"{own}_", f"var_{own}") if one in hints]
        assert names, f"{call['operationId']} has no parameter {name}"
        given[names[0]] = argument(hints[names[0]], value)
    if call["body"] is not None:
        bodies = [
            name
            for name, hint in hints.items()
            if name not in given and any(hasattr(kind, "from_dict") for kind in types(hint))
            and name != "return" and not name.startswith("_") and name != "client"
        ]
        # An object without fields is no model.
        bodies = bodies or [name for name in hints if name == "body"]
        assert len(bodies) == 1, f"{call['operationId']} has no body: {bodies}"
        given[bodies[0]] = argument(hints[bodies[0]], call["body"])
    return given


class OpenApiGenerator:
    def __init__(self):
        self.package = importlib.import_module("twin_api")
        self.apis = {
            caller: [
                getattr(self.package, name)(self.client(caller))
                for name in dir(self.package)
                if name.endswith("Api")
            ]
            for caller in ("key", "owner", "operator")
        }

    def client(self, caller):
        configuration = self.package.Configuration(host=CALLS["apiUrl"])
        if caller == "key":
            configuration.api_key["TwinKey"] = CALLS["key"]
        elif caller == "owner":
            configuration.access_token = CALLS["ownerToken"]
        client = self.package.ApiClient(configuration)
        if caller == "operator":
            pool = client.rest_client.pool_manager
            send = pool.request

            def signed(method, url, headers=None, body=None, **options):
                own = sigv4.headers(CALLS["internal"], method, url, body)
                return send(method, url, headers={**(headers or {}), **own}, body=body, **options)

            pool.request = signed
        return client

    def call(self, call):
        name = snake(call["operationId"]) + "_with_http_info"
        functions = [getattr(api, name, None) for api in self.apis[call["caller"]]]
        functions = [one for one in functions if one]
        assert functions, f"{call['operationId']} is no function of the client"
        function = functions[0]
        answer = function(**arguments(function, call))
        held = answer.data
        held = json.loads(held.to_json()) if hasattr(held, "to_json") else held
        return answer.status_code, answer.raw_data, held


class OpenApiPythonClient:
    def __init__(self):
        self.package = importlib.import_module("twin_client")
        api = importlib.import_module("twin_client.api")
        self.functions = {
            module.name.rsplit(".", 1)[-1]: importlib.import_module(module.name)
            for module in pkgutil.walk_packages(api.__path__, "twin_client.api.")
            if not module.ispkg
        }

    def client(self, caller):
        base = CALLS["apiUrl"]
        if caller == "key":
            return self.package.AuthenticatedClient(
                base, CALLS["key"], prefix="", auth_header_name="X-Twin-Key"
            )
        if caller == "owner":
            return self.package.AuthenticatedClient(base, CALLS["ownerToken"])

        def signed(request):
            own = sigv4.headers(
                CALLS["internal"], request.method, str(request.url), request.content
            )
            request.headers.update(own)

        return self.package.Client(base, httpx_args={"event_hooks": {"request": [signed]}})

    def call(self, call):
        module = self.functions.get(snake(call["operationId"]))
        assert module, f"{call['operationId']} is no function of the client"
        function = module.sync_detailed
        client = self.client(call["caller"])
        answer = function(client=client, **arguments(function, call))
        held = answer.parsed
        held = held.to_dict() if hasattr(held, "to_dict") else held
        return int(answer.status_code), answer.content, held


client = {"openapi_generator": OpenApiGenerator, "openapi_python_client": OpenApiPythonClient}[KIND]()
for call in CALLS["calls"]:
    line = {"operationId": call["operationId"]}
    try:
        status, raw, held = client.call(call)
        line |= {"status": status, "raw": json.loads(raw) if raw else None, "held": held}
    except Exception as problem:  # one call's failure is reported with all others
        line["problem"] = f"{type(problem).__name__}: {problem}"
    print(json.dumps(line, default=str))
