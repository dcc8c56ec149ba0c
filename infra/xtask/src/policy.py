"""Writes each template with functions as it is deployed, for the linter of policies, which knows nothing of the
roles that SAM makes: pairs of a template and a file. Runs after transform.py."""

import json
import sys

for template, path in zip(sys.argv[1::2], sys.argv[2::2]):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(transformed(yaml_parse(read(template))), file, indent=1)
