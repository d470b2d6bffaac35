// Runs our TypeScript with plain Node: `node lib/server/run.mjs <entry> [arguments]` calls main() of lib/server/<entry>.ts.
// A current build holds `start` and `admin` ready; otherwise `start` builds first, and every other entry is bundled on the spot.
import '../../cli/bin/node-version.mjs' // first: nothing below need run on an old Node
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
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
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.once(signal, () => child.kill(signal))
  const [exitCode] = await once(child, 'exit')
  if (exitCode !== 0) process.exit(exitCode ?? 1)
  for (const signal of signals) process.removeAllListeners(signal)
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
  refuseReadOnlyCheckout()
  const { build } = await import('esbuild')
  const outfile = `${SCRATCH}/${name}.mjs`
  const draft = `${outfile}.${process.pid}`
  const how = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: 'inline', write: false }
  const { outputFiles } = await build({ ...how, entryPoints: [name === 'bench' ? 'bench/main.ts' : `lib/server/${name}.ts`], outfile })
  // Node remembers that a folder had no package.json: then it would take the pages, which the build is about to write, for ES modules.
  if (!existsSync('.next/package.json')) writeFileSync('.next/package.json', '{"type": "commonjs"}')
  writeFileSync(draft, outputFiles[0].contents)
  renameSync(draft, outfile)
  return load(outfile)
}

/** What is not built is bundled, and that must be written somewhere. */
function refuseReadOnlyCheckout() {
  try {
    for (const folder of ['.next', '.next/cache', SCRATCH]) {
      if (!existsSync(folder)) mkdirSync(folder)
      accessSync(folder, constants.W_OK)
    }
  } catch ({ code }) {
    console.error(
      `Memanto is not built, and this user cannot write to ${process.cwd()} (${code}). Run \`npm run build\` as a user who can, then try again.`,
    )
    process.exit(1)
  }
}

function load(path) {
  return import(pathToFileURL(path).href)
}
