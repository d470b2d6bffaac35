import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../lib/server/bundle'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A module that starts the server with the API and without pages. */
    apiServerFile: string
  }
}

const API_ROUTE = /^(api\/v2\/.*|health|ready)\/route\.ts$/

/** Builds what the tests of the command line run: the command as it is delivered, and a server. */
export default async function setup(project: TestProject): Promise<() => void> {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../cli/build.mjs', import.meta.url))], { stdio: 'inherit' })
  const file = `.next/cache/memanto/test-api-server-${process.pid}.mjs`
  await bundle(serverEntry(), file)
  project.provide('apiServerFile', file)
  return () => {
    for (const end of ['', '.map']) rmSync(file + end, { force: true })
  }
}

function serverEntry(): string {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => API_ROUTE.test(file))
  const imports = files.map((file, at) => `import * as route${at} from ${JSON.stringify(`./app/${file}`)}`)
  const routes = files.map((file, at) => `${JSON.stringify(`/${dirname(file)}`)}: route${at}`)
  return `
${imports.join('\n')}
import { start } from './lib/server/start'
await start({ ${routes.join(', ')} }, async () => (_request, response) => response.end())`
}
