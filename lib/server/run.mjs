// Runs our TypeScript with plain Node: `node lib/server/run.mjs <entry> [arguments]` calls main() of lib/server/<entry>.ts.
// A current build contains `start` and `admin`. Without one, `start` builds first, and every other entry is bundled when it is called.
import '../../cli/bin/node-version.mjs' // first, because the code below need not run on an old Node
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const BUILT = '.next/memanto'
const CACHE = '.next/cache/memanto' // `next build` empties .next, but not its cache
const SOURCES = ['app', 'db', 'instrumentation.ts', 'lib', 'next.config.ts', 'package-lock.json', 'package.json', 'public', 'tsconfig.json']

process.env.INIT_CWD ??= process.cwd() // npm sets it: the folder of the caller, for file names in arguments
process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
const [entry = 'start', ...args] = process.argv.slice(2)
module.enableCompileCache?.(CACHE)
process.env.NODE_ENV = entry === 'dev' ? 'development' : 'production'

if (entry === 'start' && !isBuilt()) await buildInChild()
const isReady = entry === 'start' || (entry === 'admin' && isBuilt())
const { main } = await (isReady ? load(`${BUILT}/${entry}.mjs`) : bundleAndLoad(entry))
await main(args, stamp)

/** Builds in another process. This one must not look into .next before it is complete, because Node caches which files are missing. */
async function buildInChild() {
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

/** Returns a hash that changes whenever a source file changes. */
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

async function bundleAndLoad(name) {
  requireWritableCheckout()
  const { build } = await import('esbuild')
  const outfile = `${CACHE}/${name}.mjs`
  const temporary = `${outfile}.${process.pid}`
  const options = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    write: false,
  }
  const { outputFiles } = await build({ ...options, entryPoints: [name === 'bench' ? 'bench/main.ts' : `lib/server/${name}.ts`], outfile })
  // Node caches that a folder has no package.json, and would then load the pages, which the build is going to write, as ES modules.
  if (!existsSync('.next/package.json')) writeFileSync('.next/package.json', '{"type": "commonjs"}')
  writeFileSync(temporary, outputFiles[0].contents)
  renameSync(temporary, outfile)
  return load(outfile)
}

/** Checks that the bundle can be written; otherwise ends the process with a message. */
function requireWritableCheckout() {
  try {
    for (const folder of ['.next', '.next/cache', CACHE]) {
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
