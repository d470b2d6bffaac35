// Writes cli/api.ts, the types of the REST API, from its OpenAPI document.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import openapiTS, { astToString } from 'openapi-typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
// Within the project, so that imports of packages find node_modules.
const bundled = `${root}.next/cache/memanto/openapi-${process.pid}.mjs`
const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external', absWorkingDir: root }
mkdirSync(`${root}.next/cache/memanto`, { recursive: true })
try {
  await build({ ...options, entryPoints: ['lib/api/openapi.ts'], outfile: bundled })
  const { openApi } = await import(pathToFileURL(bundled).href)
  writeFileSync(`${root}cli/api.ts`, astToString(await openapiTS(openApi().document, { defaultNonNullable: false })))
} finally {
  rmSync(bundled, { force: true })
}
