#!/usr/bin/env node
import './node-version.mjs' // first: the code below may not run on an old Node
import module from 'node:module'

module.enableCompileCache?.()
try {
  await import('../dist/memanto.mjs')
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error
  process.stderr.write('The memanto command is not built. Run `npm run build -w cli` in the project.\n')
  process.exitCode = 1
}
