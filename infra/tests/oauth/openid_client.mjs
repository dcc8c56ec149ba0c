// npm's openid-client, which most Node programs use, in each way to authenticate.
import assert from 'node:assert/strict';
import * as client from 'openid-client';

const { API_URL, CLIENT_ID, CLIENT_SECRET } = process.env;
const apps = new URL('/v1/providers/runtime/apps', API_URL);

for (const auth of [undefined, client.ClientSecretBasic(CLIENT_SECRET), client.ClientSecretPost(CLIENT_SECRET)]) {
  const options = { algorithm: 'oauth2', execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(API_URL), CLIENT_ID, CLIENT_SECRET, auth, options);
  const given = await client.clientCredentialsGrant(config);
  assert.equal(given.scope, 'provider:runtime provider:capabilities provider:sandbox');
  assert.ok(given.expiresIn() > 3590);
  const call = () => client.fetchProtectedResource(config, given.access_token, apps, 'GET');
  const answer = await call();
  assert.equal(answer.status, 200);
  assert.ok(Array.isArray((await answer.json()).data));
  assert.equal((await client.tokenIntrospection(config, given.access_token)).active, true);
  await client.tokenRevocation(config, given.access_token);
  assert.equal((await client.tokenIntrospection(config, given.access_token)).active, false);
  await assert.rejects(call(), (error) => error.status === 401);
}
