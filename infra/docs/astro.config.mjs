import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';
import starlightOpenAPI, { openAPISidebarGroups } from 'starlight-openapi';

// `cargo xtask docs` builds this into target/docs; `npm run dev` here shows changes as they are made.
export default defineConfig({
	outDir: '../../target/docs',
	integrations: [
		starlight({
			title: 'Twin API',
			description: "A person's twin, as a system prompt for any LLM.",
			favicon: '/favicon.svg',
			logo: { src: './public/favicon.svg' },
			customCss: ['./src/style.css'],
			expressiveCode: { themes: ['github-dark', 'github-light'] },
			// Nothing on these pages comes from elsewhere: no fonts, no scripts, no counters.
			credits: false,
			plugins: [
				starlightOpenAPI([
					{
						base: 'reference',
						schema: '../openapi.yaml',
						sidebar: { label: 'Reference', operations: { badges: true } },
					},
				]),
			],
			sidebar: [
				{
					label: 'Guides',
					items: [
						'guides/first-call',
						'guides/generate-a-client',
						'guides/keys-and-quotas',
						'guides/presets',
						'guides/anthropic',
						'guides/openai',
						'guides/writing',
						'guides/webhooks',
						'guides/errors',
						'guides/security',
					],
				},
				{
					label: 'Provider platform',
					items: ['provider/publish-a-package', 'provider/errors'],
				},
				...openAPISidebarGroups,
			],
		}),
	],
});
