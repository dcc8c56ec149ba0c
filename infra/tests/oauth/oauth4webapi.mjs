// npm's oauth4webapi, which reads every line of the RFCs: each way to authenticate, a token that it verifies as a
// resource server does, introspection, revocation, and errors as OAuth has them.
import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';

const { API_URL, CLIENT_ID, CLIENT_SECRET } = process.env;
const http = { [oauth.allowInsecureRequests]: true };
const issuer = new URL(API_URL);
const found = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...http });
const server = await oauth.processDiscoveryResponse(issuer, found);
assert.deepEqual(server.grant_types_supported, ['client_credentials']);
const client = { client_id: CLIENT_ID };

async function token(auth, scope) {
  const parameters = new URLSearchParams({ scope });
  const answer = await oauth.clientCredentialsGrantRequest(server, client, auth, parameters, http);
  return oauth.processClientCredentialsResponse(server, client, answer);
}

const apps = new URL('/v1/providers/runtime/apps', API_URL);
const call = (token) => oauth.protectedResourceRequest(token, 'GET', apps, undefined, undefined, http);

for (const auth of [oauth.ClientSecretBasic(CLIENT_SECRET), oauth.ClientSecretPost(CLIENT_SECRET)]) {
  const given = await token(auth, 'provider:runtime');
  assert.equal(given.token_type, 'bearer');
  assert.equal(given.expires_in, 3600);
  assert.equal(given.scope, 'provider:runtime');

  const request = new Request(apps, { headers: { authorization: `Bearer ${given.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(server, request, API_URL, http);
  assert.equal(claims.client_id, CLIENT_ID);
  assert.equal(claims.iss, API_URL);
  assert.equal((await call(given.access_token)).status, 200);

  const introspect = async () => {
    const answer = await oauth.introspectionRequest(server, client, auth, given.access_token, http);
    return oauth.processIntrospectionResponse(server, client, answer);
  };
  const live = await introspect();
  assert.equal(live.active, true);
  assert.equal(live.jti, claims.jti);
  const revoked = await oauth.revocationRequest(server, client, auth, given.access_token, http);
  await oauth.processRevocationResponse(revoked);
  assert.deepEqual(await introspect(), { active: false });
  await assert.rejects(call(given.access_token), (error) => {
    assert.ok(error instanceof oauth.WWWAuthenticateChallengeError);
    return error.cause[0].parameters.error === 'invalid_token';
  });
}

// What it takes for an error of OAuth, and for a challenge.
const right = oauth.ClientSecretPost(CLIENT_SECRET);
const wrong = CLIENT_SECRET.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
await assert.rejects(token(oauth.ClientSecretPost(wrong), 'provider:runtime'), (error) => {
  assert.ok(error instanceof oauth.ResponseBodyError || error instanceof oauth.WWWAuthenticateChallengeError, error);
  return error.status === 401;
});
await assert.rejects(token(oauth.ClientSecretBasic(wrong), 'provider:runtime'), (error) => {
  assert.ok(error instanceof oauth.WWWAuthenticateChallengeError);
  return error.cause[0].scheme === 'basic' && error.status === 401;
});
await assert.rejects(token(right, 'provider:everything'), (error) => {
  assert.ok(error instanceof oauth.ResponseBodyError);
  return error.error === 'invalid_scope' && error.status === 400;
});
const sandbox = await token(right, 'provider:sandbox');
await assert.rejects(call(sandbox.access_token), (error) => {
  assert.ok(error instanceof oauth.WWWAuthenticateChallengeError);
  const { error: code, scope } = error.cause[0].parameters;
  return error.status === 403 && code === 'insufficient_scope' && scope === 'provider:runtime';
});
