"""What a deployment takes of CloudFormation's and API Gateway's limits: template.yaml and infra/provider.yaml
as they are and with more endpoints, each a copy of one that is there. Runs after transform.py."""

import copy
import json
import sys

MORE = int(sys.argv[1])
# A template, an endpoint whose resources are counted for each further endpoint, and the same for one
# with gradual rollouts.
TEMPLATES = json.loads(sys.argv[2])
# Room for what a deployment adds by itself: a stack can have 500 resources.
OWN_LIMIT = 450


def with_more(template, like, count):
    grown = copy.deepcopy(template)
    resources = grown["Resources"]
    for n in range(count):
        function = copy.deepcopy(resources[like])
        properties = function["Properties"]
        properties["FunctionName"] = {"Fn::Sub": f"${{AWS::StackName}}-more-{n}"}
        for event in properties["Events"].values():
            event["Properties"]["Path"] += f"/more-{n}"
        resources[f"More{n}"] = function
    return grown


def measure(template, text_bytes):
    done = transformed(template)
    apis = [r for r in done["Resources"].values() if r["Type"] == "AWS::ApiGatewayV2::Api"]
    routes = sum(len(methods) for api in apis for methods in api["Properties"]["Body"]["paths"].values())
    return {
        "resources": len(done["Resources"]),
        "outputs": len(done.get("Outputs", {})),
        "parameters": len(done["Parameters"]),
        "bytes as written": text_bytes,
        "bytes after the transform": len(json.dumps(done, separators=(",", ":"))),
        "HTTP API routes": routes,
    }


LIMITS = {
    "resources": OWN_LIMIT,
    "outputs": 200,
    "parameters": 200,
    "bytes as written": 1_000_000,
    "bytes after the transform": 1_000_000,
    "HTTP API routes": 300,
}
over = []
for path, like, gradual in TEMPLATES:
    text = read(path)
    template = yaml_parse(text)
    # An endpoint's share of the text is that of its lines.
    lines = text.split("\n")
    begin = next(n for n, line in enumerate(lines) if line == f"  {like}:")
    end = next(n for n in range(begin + 1, len(lines)) if lines[n][:3].strip() and not lines[n].startswith("   "))
    each = len("\n".join(lines[begin:end]).encode()) + 1
    size = len(text.encode())

    now = measure(template, size)
    later = measure(with_more(template, like, MORE), size + MORE * each)
    print(f"{path:<28}{'now':>10}{f'+{MORE} endpoints':>16}{'limit':>12}")
    for name, limit in LIMITS.items():
        print(f"{name:<28}{now[name]:>10,}{later[name]:>16,}{limit:>12,}")
        if now[name] > limit:
            over.append(f"{path}: {name}")
    for what, one in (("an endpoint", like), ("one that goes over gradually", gradual)):
        taken = measure(with_more(template, one, 1), size)["resources"] - now["resources"]
        room = (OWN_LIMIT - now["resources"]) // taken
        print(f"{what} is {taken} resources; there is room for {room} more")
    print()

for path in ("infra/alarms.yaml", "infra/api-alarms.yaml", "infra/provider-alarms.yaml"):
    resources = len(yaml_parse(read(path))["Resources"])
    print(f"{path:<28}{resources:>10,}{'':>16}{OWN_LIMIT:>12,}")
    if resources > OWN_LIMIT:
        over.append(path)
sys.exit(f"over the limit: {', '.join(over)}" if over else 0)
