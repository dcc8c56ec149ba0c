"""What schemathesis needs to know beside the OpenAPI document: valid credentials for each
surface, and values that only the clock or the stack can tell.

Reads where the stack is from the file that STACK_JSON names: target/dev/stack.json of a running
`cargo xtask dev`, or one that a test has written.
"""

import itertools
import json
import os
import re
import urllib.parse
from datetime import datetime, timedelta, timezone

import requests
import schemathesis
from hypothesis import strategies as st

import sigv4

with open(os.environ["STACK_JSON"], encoding="utf-8") as file:
    STACK = json.load(file)

def sign(request):
    """AWS Signature Version 4 over the request as it goes out."""
    signed = sigv4.headers(STACK["internal"], request.method, request.url, request.body)
    request.headers.update(signed)


def spares():
    """Room and keys: an account whose quota no run spends, and so many keys that the limit for
    one of them and a minute is not all that a run sees."""
    base, owner = STACK["apiUrl"], {"Authorization": f"Bearer {STACK['ownerToken']}"}
    account = {
        "subject": "demo-owner",
        "plan": "professional",
        "status": "active",
        "tier": "enterprise",
        "monthlyLimit": 1_000_000_000,
        "updatedAt": datetime.now(timezone.utc).isoformat(),
    }
    url = f"{base}/v1/internal/accounts/{STACK['userId']}"
    request = requests.Request("PUT", url, json=account).prepare()
    sign(request)
    with requests.Session() as session:
        session.send(request).raise_for_status()
        for n in range(12):
            wanted = {"name": f"contract {n}", "scopes": ["twin:read", "twin:write"]}
            answer = session.post(f"{base}/v1/dashboard/twin/keys", json=wanted, headers=owner)
            if answer.status_code == 409:
                break
            answer.raise_for_status()
            yield answer.json()["key"]


ALL_KEYS = list(spares())
KEYS = itertools.cycle(ALL_KEYS)
# The demo account's.
WEBHOOK = "whk_01KA3T6V8MDEM0WEBH00K00001"


class Credentials(requests.auth.AuthBase):
    """Valid ones, for whichever surface a request goes to."""

    def __call__(self, request):
        path = urllib.parse.urlsplit(request.url).path
        request.headers.pop("Authorization", None)
        if path.startswith("/v1/public/"):
            request.headers["X-Twin-Key"] = next(KEYS)
        elif path.startswith("/v1/dashboard/"):
            request.headers["Authorization"] = f"Bearer {STACK['ownerToken']}"
        else:
            sign(request)
        return request


schemathesis.auth.set_from_requests(Credentials())

# Whatever moment is asked for lately was, so that it is inside of all bounds but those of what
# is to come.
NOW = datetime.now(timezone.utc)
schemathesis.openapi.format(
    "date-time",
    st.integers(60, 13 * 86_400).map(lambda ago: (NOW - timedelta(seconds=ago)).isoformat()),
)
schemathesis.openapi.format(
    "date", st.integers(0, 300).map(lambda ago: (NOW - timedelta(days=ago)).date().isoformat())
)

def is_moment(value):
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def is_date(value):
    try:
        return isinstance(value, str) and bool(datetime.strptime(value, "%Y-%m-%d"))
    except ValueError:
        return False


def cursor_of(case):
    """A real one of the list that a case is about: none but what was answered is good."""
    filters = {
        name: value for name, value in case.query.items() if name in ("status", "event")
    }
    path = case.formatted_path
    known = (path, tuple(sorted(filters.items())))
    if known not in CURSORS:
        url = STACK["apiUrl"] + path
        answer = requests.get(url, params={**filters, "limit": 1}, auth=Credentials(), timeout=30)
        CURSORS[known] = answer.json().get("nextCursor") if answer.ok else None
    return CURSORS[known]


CURSORS = {}


# What a text may not contain (`common::text`), and what can't be seen.
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff]"
)
TEXTS = ("value", "text", "tag", "externalRef", "name", "description", "reason", "subject")


def legible(value):
    """The same with a letter for each character that hides something, or that is blank."""
    if isinstance(value, dict):
        return {
            name: HIDDEN.sub("x", part) if name in TEXTS and isinstance(part, str) else legible(part)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [legible(part) for part in value]
    return value


def within_the_rules(operation, case):
    """What the document says in words, as JSON Schema has none for it, done to a valid case."""
    query, body = case.query or {}, case.body
    if "cursor" in query:
        cursor = cursor_of(case)
        if cursor:
            query["cursor"] = cursor
        else:
            del query["cursor"]
    if is_date(query.get("from")):
        # The last day is not before the first, and neither is longer ago than is kept.
        days = [day for day in (query["from"], query.get("to")) if is_date(day)]
        oldest = (NOW - timedelta(days=300)).date().isoformat()
        days = sorted(max(day, oldest) for day in days)
        query["from"] = days[0]
        if "to" in query:
            query["to"] = days[-1]
    elif is_date(query.get("to")):
        query["to"] = max(query["to"], (NOW - timedelta(days=300)).date().isoformat())
    if not isinstance(body, dict):
        return
    for name in (*TEXTS, "facts", "annotations"):
        if name in body:
            body[name] = legible({name: body[name]})[name]
            if isinstance(body[name], str) and body[name] and not body[name].strip():
                body[name] = "x" * len(body[name])
    for item in (*(body.get("facts") or ()), *(body.get("annotations") or ())):
        for name in TEXTS:
            if isinstance(item, dict) and isinstance(item.get(name), str) and not item[name].strip():
                item[name] = "x" * len(item[name])
    if operation.startswith("dashboard-key-") and is_moment(body.get("expiresAt")):
        # A key expires in the future.
        body["expiresAt"] = (NOW + timedelta(days=365)).isoformat()
    for name in ("updatedAt", "since"):
        if is_moment(body.get(name)):
            body[name] = (NOW - timedelta(days=1)).isoformat()
    subject = body.get("subject")
    if isinstance(subject, str) and len(subject.encode("utf-8", "surrogatepass")) > 255:
        # Its length is measured in bytes.
        body["subject"] = subject[:63]
    url = body.get("url")
    if isinstance(url, str):
        # It is measured as it is normalised, too.
        body["url"] = url[:1000]
    profile = body.get("profile")
    if isinstance(profile, dict):
        # Hours end elsewhere than they begin; narratives exist in the primary language.
        rhythms = profile.get("rhythms") or {}
        for span in (span for name in ("workHours", "peaks", "quietHours") for span in rhythms.get(name, [])):
            if span["from"] == span["to"]:
                span["to"] = "23:59" if span["from"] != "23:59" else "00:00"
        narratives = profile.get("narratives")
        if narratives and not narratives.get(profile["primaryLanguage"]):
            narrative = next(filter(None, narratives.values()), None)
            profile["narratives"] = {profile["primaryLanguage"]: narrative} if narrative else {}
    headers = body.get("headers")
    if isinstance(headers, dict):
        # There are at most 200, those in lists included.
        for name, value in headers.items():
            headers[name] = value[:2] if isinstance(value, list) else value
        body["headers"] = dict(list(headers.items())[:90])


def spared(operation, path):
    """What a run stands on is not its to take away: other things of the kind are there for it."""
    if operation.startswith("backoffice-account-") and path.get("userId") == STACK["userId"]:
        path["userId"] = "usr_01KA3T6V8MEVENTACC0XNT0001"
    own = {key.split("_")[2] for key in ALL_KEYS}
    if operation.startswith("dashboard-key-") and path.get("id") in own:
        path["id"] = "5ba2e0d1"
    if operation == "dashboard-webhook-delete" and path.get("id") == WEBHOOK:
        path["id"] = "whk_01KA3T6V8MDEM0WEBH00K00002"


def owned_by_nobody(body):
    """Nobody out there is to get a delivery of a test's: the host of a URL that is taken is one
    that does not exist."""
    url = body.get("url") if isinstance(body, dict) else None
    if isinstance(url, str) and (taken := HOST.match(url)):
        body["url"] = "https://hooks.example.com" + url[taken.end() :]


HOST = re.compile(r"https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,30}[A-Za-z]{2,63}(?=[:/?]|$)")


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Without a signature API Gateway answers 403 itself, where the check wants 401 of whatever
    has an `Authorization`."""
    by_iam = case.path.startswith("/v1/internal/") and response.status_code == 403
    return not (by_iam and type(failure).__name__ == "MissingHeaderNotRejected")


@schemathesis.hook
def before_call(context, case, kwargs):
    operation = case.operation.definition.raw.get("operationId")
    spared(operation, case.path_parameters or {})
    if case.meta is None or case.meta.generation.mode.is_positive:
        within_the_rules(operation, case)
    owned_by_nobody(case.body)
