// A provider's runtime that checks both signatures with libraries of others: npm's
// http-message-signatures (RFC 9421) and standardwebhooks. It is given the credential secret and the
// JWK set as one line of JSON, answers challenges and executes every state with the same weather.
import { createHash, createHmac, createPublicKey } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import { createVerifier, httpbis } from "http-message-signatures";
import { Webhook } from "standardwebhooks";

const lines = createInterface({ input: process.stdin });
const { secret, directory } = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
const keys = new Map(
  directory.keys.map((jwk) => {
    const key = createPublicKey({ key: jwk, format: "jwk" });
    return [jwk.kid, { id: jwk.kid, algs: ["ed25519"], verify: createVerifier(key, "ed25519") }];
  }),
);

async function check(request, body) {
  const verified = await httpbis.verifyMessage(
    {
      keyLookup: async ({ keyid, tag }) => (tag === "aiffinity" ? keys.get(keyid) : null),
      requiredParams: ["created", "expires", "nonce", "keyid", "tag"],
      requiredFields: ["@method", "@authority", "@path"],
    },
    {
      method: request.method,
      url: `http://${request.headers.host}${request.url}`,
      headers: request.headers,
    },
  );
  if (verified !== true) throw new Error("the message signature is not good");
  const digest = createHash("sha256").update(body).digest("base64");
  if (body.length > 0 && request.headers["content-digest"] !== `sha-256=:${digest}:`) {
    throw new Error("the content digest is not the body's");
  }
  new Webhook(secret).verify(body.toString() || "{}", request.headers);
}

function answer(path, { challenge, runtimeAppId, url }) {
  if (path.endsWith("/.well-known/provider-challenge")) {
    const proof = createHmac("sha256", secret).update(challenge + runtimeAppId + url).digest("hex");
    return { proof };
  }
  return { status: "ok", data: { temperatureC: 7 }, ttl: 60 };
}

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await Array.fromAsync(request));
  try {
    await check(request, body);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer(request.url, JSON.parse(body))));
  } catch (error) {
    const message = `${error}`;
    response.writeHead(401, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: "error", error: { code: "BAD_SIGNATURE", message } }));
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
lines.on("close", () => process.exit());
