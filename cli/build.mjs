// Bundles the command without dependencies: cli/dist/memanto.mjs, and beside it what is seldom needed.
import './bin/node-version.mjs' // first: nothing below need run on an old Node
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const REQUIRE = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

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
  chunkNames: '[name]-[hash]',
  splitting: true,
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
const built = outputFiles.map(({ path }) => path)
for (const name of readdirSync(at('dist')))
  if (/\.mjs(\.LEGAL\.txt)?$/.test(name) && !built.includes(at(`dist/${name}`))) rmSync(at(`dist/${name}`))
