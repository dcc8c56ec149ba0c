"""Writes <environment>.json, which AWS CLI takes as the deployment's parameters, and <environment>.stack,
the stack's name, for each environment in samconfig.toml that the arguments name. The jobs that deploy
have AWS CLI only, which does not read samconfig.toml."""

import json
import sys
import tomllib
from pathlib import Path

settings = tomllib.loads(Path("samconfig.toml").read_text(encoding="utf-8"))
for environment in sys.argv[2:]:
    stage = settings[environment]
    parameters = stage["deploy"]["parameters"]["parameter_overrides"]
    folder = Path(sys.argv[1])
    pairs = [f"{name}={value}" for name, value in parameters.items()]
    folder.joinpath(f"{environment}.json").write_text(json.dumps(pairs), encoding="utf-8")
    folder.joinpath(f"{environment}.stack").write_text(stage["global"]["parameters"]["stack_name"], encoding="utf-8")
