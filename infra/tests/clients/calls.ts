/**
 * Makes every call of the document with the generated TypeScript client: see `calls.py`.
 *
 *     node calls.js CALLS_JSON
 */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

import * as sdk from './twin-client/index.js';
import { createClient } from './twin-client/client/index.js';

type Call = {
	operationId: string;
	caller: 'key' | 'owner' | 'operator';
	path: Record<string, unknown>;
	query: Record<string, unknown>;
	headers: Record<string, unknown>;
	body: unknown;
};
type Internal = { accessKeyId: string; secretAccessKey: string; region: string; service: string };
type Answer = { data?: unknown; error?: unknown; response?: Response };

const calls: {
	apiUrl: string;
	key: string;
	ownerToken: string;
	internal: Internal;
	calls: Call[];
} = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf-8'));

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** AWS Signature Version 4 over a request without a query. */
async function sign(request: Request, own: Internal): Promise<Request> {
	const url = new URL(request.url);
	const at = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
	const payload = sha256(await request.clone().text());
	const signed = { host: url.host, 'x-amz-content-sha256': payload, 'x-amz-date': at };
	const lines = Object.entries(signed).map(([name, value]) => `${name}:${value}`);
	const names = Object.keys(signed).join(';');
	const canonical = [request.method, url.pathname, '', ...lines, '', names, payload].join('\n');
	const scope = `${at.slice(0, 8)}/${own.region}/${own.service}/aws4_request`;
	const text = ['AWS4-HMAC-SHA256', at, scope, sha256(canonical)].join('\n');
	const mac = (key: string | Buffer, part: string) =>
		createHmac('sha256', key).update(part).digest();
	const key = scope.split('/').reduce<string | Buffer>(mac, `AWS4${own.secretAccessKey}`);
	const signature = mac(key, text).toString('hex');
	const credential = `${own.accessKeyId}/${scope}`;
	request.headers.set('x-amz-date', at);
	request.headers.set('x-amz-content-sha256', payload);
	request.headers.set(
		'Authorization',
		`AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
	);
	return request;
}

const baseUrl = calls.apiUrl;
const operator = createClient({ baseUrl });
operator.interceptors.request.use((request) => sign(request, calls.internal));
const clients = {
	key: createClient({ baseUrl, auth: (scheme) => (scheme.name === 'X-Twin-Key' ? calls.key : undefined) }),
	owner: createClient({ baseUrl, auth: () => calls.ownerToken }),
	operator,
};

const functions = sdk as unknown as Record<string, (options: unknown) => Promise<Answer>>;
for (const call of calls.calls) {
	const name = call.operationId.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
	const { path, query, headers } = call;
	const options = { client: clients[call.caller], path, query, headers };
	const line: Record<string, unknown> = { operationId: call.operationId };
	try {
		const make = functions[name];
		if (!make) throw new Error(`${name} is no function of the client`);
		const answer = await make(call.body === null ? options : { ...options, body: call.body });
		if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
		line.status = answer.response?.status;
		// An answer without a body is an empty object.
		line.held = line.status === 204 ? null : answer.data;
		line.raw = line.held;
	} catch (problem) {
		line.problem = String(problem);
	}
	console.log(JSON.stringify(line));
}
