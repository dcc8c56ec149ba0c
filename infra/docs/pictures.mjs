// `cargo xtask docs --pictures`: every page in a real browser, wide and narrow, light and dark.
// A page fails that asks for anything from elsewhere, complains in the console, answers an error,
// or is wider than its window. The pictures that the README shows are taken anew.
import { preview } from 'astro';
import { chromium } from 'playwright-core';

const PICTURES = [
	{ name: 'first-call-light-wide', path: 'guides/first-call/', theme: 'light', size: 'wide' },
	{ name: 'preset-dark-wide', path: 'reference/operations/twin-preset/', theme: 'dark', size: 'wide' },
	{ name: 'anthropic-light-narrow', path: 'guides/anthropic/', theme: 'light', size: 'narrow' },
	{ name: 'errors-dark-narrow', path: 'guides/errors/', theme: 'dark', size: 'narrow' },
];
const SIZES = { wide: { width: 1280, height: 860 }, narrow: { width: 390, height: 844 } };

const root = import.meta.dirname;
const server = await preview({ root, logLevel: 'error', server: { host: '127.0.0.1', port: 3399 } });
const base = `http://127.0.0.1:${server.port}/`;
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--hide-scrollbars'],
});
const faults = new Set();

async function open(theme, size) {
	const context = await browser.newContext({ colorScheme: theme, viewport: SIZES[size] });
	const page = await context.newPage();
	const fault = (what) => faults.add(`${page.url().replace(base, '/')} (${theme}, ${size}): ${what}`);
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(base) && !url.startsWith('data:')) fault(`asks for ${url}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 400) fault(`${response.status()} for ${response.url()}`);
	});
	page.on('console', (message) => {
		if (message.type() === 'error') fault(message.text());
	});
	page.on('pageerror', (error) => fault(error.message));
	return { page, fault };
}

const pages = new Set(['']);
for (const theme of ['light', 'dark']) {
	for (const size of Object.keys(SIZES)) {
		const { page, fault } = await open(theme, size);
		for (const path of pages) {
			await page.goto(base + path, { waitUntil: 'load' });
			const found = await page.$$eval('a[href]', (links) => links.map((link) => link.href));
			for (const link of found) {
				const here = link.startsWith(base) ? link.slice(base.length).replace(/#.*$/, '') : '';
				if (here.endsWith('/')) pages.add(here);
			}
			const over = await page.evaluate(
				() => document.documentElement.scrollWidth - document.documentElement.clientWidth,
			);
			if (over > 0) fault(`${over} pixels wider than its window`);
		}
		for (const picture of PICTURES.filter((one) => one.theme === theme && one.size === size)) {
			await page.goto(base + picture.path, { waitUntil: 'networkidle' });
			await page.screenshot({ path: `${root}/pictures/${picture.name}.png` });
		}
		await page.context().close();
	}
}

await browser.close();
await server.stop();
console.log(`  · ${pages.size} pages looked at, wide and narrow, light and dark`);
for (const fault of faults) console.error(fault);
process.exit(faults.size > 0 ? 1 : 0);
