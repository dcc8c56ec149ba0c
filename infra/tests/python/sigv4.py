"""AWS Signature Version 4, with which the operator's own systems sign."""

import hashlib
import hmac
import urllib.parse
from datetime import datetime, timezone

UNRESERVED = "-._~"


def headers(own, method, url, body):
    """The headers that a request goes out with, signed with these credentials."""
    url = urllib.parse.urlsplit(url)
    at = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    body = body or b""
    body = body.encode() if isinstance(body, str) else body
    payload = hashlib.sha256(body).hexdigest()
    pairs = sorted(
        tuple(urllib.parse.quote(urllib.parse.unquote_plus(part), safe=UNRESERVED) for part in pair)
        for pair in (
            (piece.split("=", 1) + [""])[:2] for piece in url.query.split("&") if piece
        )
    )
    signed = {"host": url.netloc, "x-amz-content-sha256": payload, "x-amz-date": at}
    canonical = "\n".join(
        [
            method,
            urllib.parse.quote(url.path, safe="/" + UNRESERVED),
            "&".join("=".join(pair) for pair in pairs),
            *(f"{name}:{value}" for name, value in signed.items()),
            "",
            ";".join(signed),
            payload,
        ]
    )
    scope = f"{at[:8]}/{own['region']}/{own['service']}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("AWS4" + own["secretAccessKey"]).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    credential = f"{own['accessKeyId']}/{scope}"
    names = ";".join(signed)
    return signed | {
        "Authorization": (
            f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, "
            f"Signature={signature}"
        )
    }
