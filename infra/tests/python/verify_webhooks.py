"""The official verifier and the Standard Webhooks library, on deliveries as they arrived.

Reads from the file it is given a list of `{"headers", "body", "secret", "legacy", "standard"}`:
a delivery and what each of the two is to say of it under that secret. A provider's deliveries, which
the official verifier does not know, are verified by `X-Aiffinity-Signature` in its place. Every delivery that one
accepts is then changed in every way that must be noticed. Prints how many were checked.
"""

import base64
import hashlib
import hmac
import json
import sys
from datetime import datetime, timedelta, timezone

from afini_twin import verify_webhook_signature
from standardwebhooks import Webhook, WebhookVerificationError

OTHER = "whsec_" + base64.b64encode(b"\x07" * 32).decode()


def aiffinity(headers, body, secret):
    """The header as the reference describes it, by Python's own library."""
    parts = headers.get("x-aiffinity-signature", "").split(",v1=")
    if len(parts) != 2 or not parts[0].startswith("t="):
        return False
    signed = parts[0].removeprefix("t=").encode() + b"." + body
    own = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(own, parts[1])


def legacy(headers, body, secret):
    if any(name.startswith("x-aiffinity-") for name in headers):
        return aiffinity(headers, body, secret)
    return verify_webhook_signature(body, headers.get("x-afinitwin-signature"), secret)


def standard(headers, body, secret):
    try:
        return Webhook(secret).verify(body, headers) == json.loads(body)
    except WebhookVerificationError:
        return False


def at(headers, moment):
    return {**headers, "webhook-timestamp": str(int(moment.timestamp()))}


def main(path):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    now = datetime.now(timezone.utc)
    checked = 0
    for case in cases:
        headers, secret = case["headers"], case["secret"]
        body = base64.b64decode(case["body"])
        assert legacy(headers, body, secret) is case["legacy"], ("legacy", case)
        assert standard(headers, body, secret) is case["standard"], ("standard", case)
        for verify in (legacy, standard):
            if not verify(headers, body, secret):
                continue
            assert not verify(headers, body, OTHER), "another secret"
            for i in range(len(body)):
                changed = body[:i] + bytes([body[i] ^ 1]) + body[i + 1 :]
                assert not verify(headers, changed, secret), f"byte {i} changed"
            assert not verify({}, body, secret), "no headers"
        if case["standard"]:
            old = at(headers, now - timedelta(hours=1))
            assert not standard(old, body, secret), "an old timestamp"
            moved = at(headers, now + timedelta(seconds=1))
            assert not standard(moved, body, secret), "another timestamp"
            own = headers["webhook-id"]
            renamed = {**headers, "webhook-id": own[:-1] + ("Y" if own[-1] == "Z" else "Z")}
            assert not standard(renamed, body, secret), "another id"
        checked += 1
    print(f"verified {checked} deliveries")


if __name__ == "__main__":
    main(sys.argv[1])
