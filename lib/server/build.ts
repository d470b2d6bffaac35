import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { readSettings } from '../env'
import { withBuildLock } from './build-lock'
import { bundle } from './bundle'
import { requireFreePort } from './listen'
import { printErrorAndExit } from './print-error'

const BUILT = '.next/memanto'
const STAMP = `${BUILT}/stamp`
/** The routes that the server mounts without Next. Next serves everything else under `app`. */
const API_ROUTES = /^(api\/(v2\/.*|\[\[\.\.\.rest\]\])|health|ready|metrics)\/route\.ts$/

/** Builds unless the build is current: `npm run build`, or `--before-start`, which first reports an invalid setting or a port in use. */
export async function main(args: string[], stamp: () => string): Promise<void> {
  try {
    if (args.includes('--before-start')) await requireFreePort(readSettings(process.env))
    await withBuildLock(() => buildUnlessCurrent(stamp()))
  } catch (error) {
    printErrorAndExit(error)
  }
}

async function buildUnlessCurrent(stamp: string): Promise<void> {
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  console.log('Building Memanto. This happens once per version and takes about half a minute.')
  await buildPages()
  await bundle(startEntry(), `${BUILT}/start.mjs`)
  execFileSync(process.execPath, ['cli/build.mjs'], { stdio: 'inherit' }) // as the install script of `npm ci` does, unless scripts are disabled
  await bundle("export { main } from './lib/server/admin'", `${BUILT}/admin.mjs`)
  writeFileSync(`${STAMP}.new`, stamp)
  renameSync(`${STAMP}.new`, STAMP)
}

async function buildPages(): Promise<void> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const child = spawn(process.execPath, ['--import', exitWithParentModule(), next, 'build'], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill(signal))
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) throw new Error('The build failed. See the errors above.')
}

/** Returns the URL of a module that ends its process when this process has ended. Next allows no second build while an abandoned one is still running. */
function exitWithParentModule(): string {
  const program = `if (process.ppid === ${process.pid}) setInterval(() => process.ppid === ${process.pid} || process.exit(1), 200).unref()`
  return `data:text/javascript,${encodeURIComponent(program)}`
}

/** Returns the source of a module that starts the server with every route by its folder. */
function startEntry(): string {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
    .filter((file) => API_ROUTES.test(file))
    .sort()
  return `
${files.map((file, at) => `import * as route${at} from ${JSON.stringify(`./app/${file}`)}`).join('\n')}
import { printErrorAndExit } from './lib/server/print-error'
import { preparePages } from './lib/server/pages'
import { start } from './lib/server/start'
const routes = { ${files.map((file, at) => `${JSON.stringify(`/${dirname(file)}`)}: route${at}`).join(', ')} }
export const main = (args) => start(routes, preparePages, args).catch(printErrorAndExit)`
}
