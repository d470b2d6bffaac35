// Writes cli/api.ts, the types of the REST API, from the OpenAPI document that the server serves.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import openapiTS, { astToString } from 'openapi-typescript'

const root = fileURLToPath(new URL('..', import.meta.url))
// Beside node_modules, where the packages that it imports are found.
const draft = `${root}.next/cache/memanto/openapi-${process.pid}.mjs`
const how = { bundle: true, platform: 'node', format: 'esm', packages: 'external', absWorkingDir: root }
mkdirSync(`${root}.next/cache/memanto`, { recursive: true })
try {
  await build({ ...how, entryPoints: ['lib/api/openapi.ts'], outfile: draft })
  const { openApi } = await import(pathToFileURL(draft).href)
  writeFileSync(`${root}cli/api.ts`, astToString(await openapiTS(openApi().document, { defaultNonNullable: false })))
} finally {
  rmSync(draft, { force: true })
}
