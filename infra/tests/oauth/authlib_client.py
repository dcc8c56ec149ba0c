"""PyPI's authlib: a client in each way to authenticate, and its validator of RFC 9068."""

import os

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc6750.errors import InsufficientScopeError, InvalidTokenError
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator

API = os.environ["API_URL"]
ID, SECRET = os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]
SERVER = requests.get(f"{API}/.well-known/oauth-authorization-server", timeout=10).json()


class Validator(JWTBearerTokenValidator):
    def get_jwks(self):
        return requests.get(SERVER["jwks_uri"], timeout=10).json()


def refused(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error} was expected")


for method in ("client_secret_basic", "client_secret_post"):
    with OAuth2Session(
        ID, SECRET, scope="provider:runtime", token_endpoint_auth_method=method, revocation_endpoint_auth_method=method
    ) as session:
        token = session.fetch_token(SERVER["token_endpoint"], grant_type="client_credentials")
        assert (token["token_type"], token["expires_in"]) == ("Bearer", 3600), token
        assert token["scope"] == "provider:runtime", token
        text = token["access_token"]

        validator = Validator(issuer=API, resource_server=API)
        claims = validator.authenticate_token(text)
        validator.validate_token(claims, ["provider:runtime"], None)
        assert claims["client_id"] == ID, claims
        refused(InsufficientScopeError, lambda: validator.validate_token(claims, ["provider:sandbox"], None))
        other = Validator(issuer=API, resource_server="https://elsewhere.example")
        refused(InvalidTokenError, lambda: other.validate_token(other.authenticate_token(text), [], None))
        head, body, signature = text.split(".")
        changed = f"{head}.{body}.{signature[::-1]}"
        refused(InvalidTokenError, lambda: validator.authenticate_token(changed))

        apps = f"{API}/v1/providers/runtime/apps"
        answer = session.get(apps)
        assert answer.status_code == 200, answer.text
        assert isinstance(answer.json()["data"], list)
        live = session.introspect_token(SERVER["introspection_endpoint"], token=text).json()
        assert live["active"] is True and live["jti"] == claims["jti"], live
        gone = session.revoke_token(SERVER["revocation_endpoint"], token=text)
        assert gone.status_code == 200, gone.text
        answer = session.get(apps)
        assert answer.status_code == 401, answer.text
        assert 'error="invalid_token"' in answer.headers["www-authenticate"], answer.headers
        dead = session.introspect_token(SERVER["introspection_endpoint"], token=text).json()
        assert dead == {"active": False}, dead
