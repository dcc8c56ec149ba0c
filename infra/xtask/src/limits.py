"""What a deployment takes of CloudFormation's and API Gateway's limits: template.yaml as it is and
with more endpoints, each a copy of one that is there. Runs after transform.py."""

import copy
import json
import sys

LIKE, GRADUAL, MORE = sys.argv[1], sys.argv[2], int(sys.argv[3])


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
    "resources": 500,
    "outputs": 200,
    "parameters": 200,
    "bytes as written": 1_000_000,
    "bytes after the transform": 1_000_000,
    "HTTP API routes": 300,
}
text = read("template.yaml")
template = yaml_parse(text)
# An endpoint's share of the text is that of its lines.
lines = text.split("\n")
begin = next(n for n, line in enumerate(lines) if line == f"  {LIKE}:")
end = next(n for n in range(begin + 1, len(lines)) if lines[n][:3].strip() and not lines[n].startswith("   "))
each = len("\n".join(lines[begin:end]).encode()) + 1
size = len(text.encode())

now = measure(template, size)
later = measure(with_more(template, LIKE, MORE), size + MORE * each)
print(f"{'template.yaml':<28}{'now':>10}{f'+{MORE} endpoints':>16}{'limit':>12}")
over = []
for name, limit in LIMITS.items():
    print(f"{name:<28}{now[name]:>10,}{later[name]:>16,}{limit:>12,}")
    if now[name] > limit:
        over.append(name)
for what, like in (("an endpoint", LIKE), ("one that goes over gradually", GRADUAL)):
    taken = measure(with_more(template, like, 1), size)["resources"] - now["resources"]
    print(f"{what} is {taken} resources; there is room for {(500 - now['resources']) // taken} more")

alarms = yaml_parse(read("infra/alarms.yaml"))
print(f"{'infra/alarms.yaml':<28}{len(alarms['Resources']):>10,}{'':>16}{500:>12,}")
sys.exit(f"over the limit: {', '.join(over)}" if over else 0)
