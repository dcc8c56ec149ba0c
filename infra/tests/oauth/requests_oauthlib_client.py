"""PyPI's requests-oauthlib, in each way to authenticate."""

import os

from oauthlib.oauth2 import BackendApplicationClient
from oauthlib.oauth2.rfc6749.errors import InvalidClientError, InvalidScopeError
from requests_oauthlib import OAuth2Session

API = os.environ["API_URL"]
ID, SECRET = os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]
TOKEN, APPS = f"{API}/v1/providers/auth/token", f"{API}/v1/providers/runtime/apps"
REVOKE, INTROSPECT = f"{API}/v1/providers/auth/revoke", f"{API}/v1/providers/auth/introspect"


def session(*scope):
    return OAuth2Session(client=BackendApplicationClient(client_id=ID, scope=list(scope)))


# In the Basic header, and in the body. It raises a warning as an error where the answer has another scope.
for in_body in (None, True):
    with session("provider:runtime", "provider:sandbox") as client:
        token = client.fetch_token(TOKEN, client_id=ID, client_secret=SECRET, include_client_id=in_body)
        assert token["expires_in"] == 3600, token
        assert set(token["scope"]) == {"provider:runtime", "provider:sandbox"}, token
        assert client.get(APPS).status_code == 200
        credentials = {"client_id": ID, "client_secret": SECRET, "token": token["access_token"]}
        live = client.post(INTROSPECT, data=credentials, withhold_token=True).json()
        assert live["active"] is True, live
        assert client.post(REVOKE, data=credentials, withhold_token=True).status_code == 200
        assert client.get(APPS).status_code == 401
        dead = client.post(INTROSPECT, data=credentials, withhold_token=True).json()
        assert dead == {"active": False}, dead

for error, scope, secret in (
    (InvalidClientError, "provider:runtime", SECRET[:-1] + ("b" if SECRET[-1] == "a" else "a")),
    (InvalidScopeError, "provider:everything", SECRET),
):
    try:
        session(scope).fetch_token(TOKEN, client_id=ID, client_secret=secret)
    except error:
        continue
    raise AssertionError(f"{error} was expected")
