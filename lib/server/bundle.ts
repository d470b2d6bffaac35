import { readFileSync } from 'node:fs'
import { build } from 'esbuild'

/** Packages that consist of hundreds of small modules. Bundled, they load in a third of the time. */
const BUNDLED_PACKAGES = [
  ...['@asteasolutions/zod-to-openapi', '@hono/node-server', '@secretlint/secretlint-rule-preset-recommend', 'card-validator', 'hono'],
  ...['ibantools', 'jose', 'kysely', 'rou3', 'stdnum', 'zod'],
]
const REQUIRE_BANNER = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

/** Bundles TypeScript into one module. `source` is the entry; its imports are relative to the project's folder. */
export async function bundle(source: string, outfile: string): Promise<void> {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), sourcefile: 'entry.ts' },
    outfile,
    inject: ['lib/server/light-response.ts'],
    external: Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !BUNDLED_PACKAGES.includes(name)),
    banner: { js: REQUIRE_BANNER },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  })
}
