"""Writes template.yaml as it is deployed, for the linter of policies, which knows nothing of the
roles that SAM makes. Runs after transform.py."""

import json
import sys

with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(transformed(yaml_parse(read("template.yaml"))), file, indent=1)
