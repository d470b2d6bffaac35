// Bundles the command into one file without dependencies: cli/dist/memanto.mjs.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const isInstalled = (name) => {
  try {
    return createRequire(import.meta.url).resolve(name) !== ''
  } catch {
    return false
  }
}
const REQUIRE = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

if (!isInstalled('commander')) {
  console.warn('The memanto command was not built: its build dependencies were not installed (--omit=dev).')
  process.exit(0)
}

const { outputFiles } = await build({
  entryPoints: [at('main.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  legalComments: 'linked',
  banner: { js: REQUIRE },
  outdir: at('dist'),
  entryNames: 'memanto',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
  write: false,
})

mkdirSync(at('dist'), { recursive: true })
// Whole or not at all: the command may be running while it is built.
for (const { path, contents } of outputFiles) {
  writeFileSync(`${path}.${process.pid}`, contents)
  renameSync(`${path}.${process.pid}`, path)
}
