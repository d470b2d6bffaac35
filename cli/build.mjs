// Bundles the command and its dependencies into cli/dist/memanto.mjs, and code that is rarely needed into other files of cli/dist.
import './bin/node-version.mjs' // first: the code below may not run on an old Node
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url))
const REQUIRE = "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

const { outputFiles } = await build({
  entryPoints: [pathOf('main.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  legalComments: 'linked',
  banner: { js: REQUIRE },
  outdir: pathOf('dist'),
  entryNames: 'memanto',
  chunkNames: '[name]-[hash]',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
  write: false,
})

mkdirSync(pathOf('dist'), { recursive: true })
// Files are replaced atomically: the command may be running.
for (const { path, contents } of outputFiles) {
  writeFileSync(`${path}.${process.pid}`, contents)
  renameSync(`${path}.${process.pid}`, path)
}
// Files of earlier builds have other names.
const built = outputFiles.map(({ path }) => path)
for (const name of readdirSync(pathOf('dist')))
  if (/\.mjs(\.LEGAL\.txt)?$/.test(name) && !built.includes(pathOf(`dist/${name}`))) rmSync(pathOf(`dist/${name}`))
