// Runs our TypeScript with plain Node: `node lib/server/run.mjs <entry> [arguments]` calls main() of lib/server/<entry>.ts.
// A current build holds `start` and `admin` ready; otherwise `start` builds first, and every other entry is bundled on the spot.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const BUILT = '.next/memanto'
const SCRATCH = '.next/cache/memanto' // `next build` empties .next, but not its cache
const SOURCES = ['app', 'db', 'instrumentation.ts', 'lib', 'next.config.ts', 'package-lock.json', 'package.json', 'public', 'tsconfig.json']

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const [entry = 'start', ...args] = process.argv.slice(2)
module.enableCompileCache?.(SCRATCH)
process.env.NODE_ENV = entry === 'dev' ? 'development' : 'production'

if (entry === 'start' && !isBuilt()) await built()
const isReady = entry === 'start' || (entry === 'admin' && isBuilt())
const { main } = await (isReady ? load(`${BUILT}/${entry}.mjs`) : bundled(entry))
await main(args, stamp)

/** In a process of its own: this one must not look into .next before it is whole, because Node remembers what was missing there. */
async function built() {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'build', '--before-start'], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal))
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) process.exit(exitCode ?? 1)
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM')
}

function isBuilt() {
  return existsSync(`${BUILT}/stamp`) && readFileSync(`${BUILT}/stamp`, 'utf8') === stamp()
}

/** Changes whenever a source file does. */
function stamp() {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap(filesIn).sort()) {
    const { mtimeMs, size } = statSync(path)
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((found) => found.isFile() && !/\.test\.tsx?$/.test(found.name))
    .map((found) => join(found.parentPath ?? found.path, found.name))
}

async function bundled(name) {
  const { build } = await import('esbuild')
  const outfile = `${SCRATCH}/${name}.mjs`
  const draft = `${outfile}.${process.pid}`
  const how = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: 'inline', write: false }
  const { outputFiles } = await build({ ...how, entryPoints: [name === 'bench' ? 'bench/main.ts' : `lib/server/${name}.ts`], outfile })
  mkdirSync(SCRATCH, { recursive: true })
  // Node remembers that a folder had no package.json: then it would take the pages, which the build is about to write, for ES modules.
  if (!existsSync('.next/package.json')) writeFileSync('.next/package.json', '{"type": "commonjs"}')
  writeFileSync(draft, outputFiles[0].contents)
  renameSync(draft, outfile)
  return load(outfile)
}

function load(path) {
  return import(pathToFileURL(path).href)
}
