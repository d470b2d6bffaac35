import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import root from '../package.json'
import { BIN } from '../test/cli/process'
import cli from './package.json'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Runs a program with a Node that claims to be of another version. */
function runAs(version: string, program: string, ...args: string[]) {
  const change = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  const preload = `data:text/javascript,${encodeURIComponent(change)}`
  return spawnSync(process.execPath, ['--import', preload, program, ...args], { cwd: ROOT, encoding: 'utf8' })
}

const PROGRAMS = [
  ['start', 'lib/server/run.mjs', 'start'],
  ['build', 'lib/server/run.mjs', 'build'],
  ['admin', 'lib/server/run.mjs', 'admin'],
  ['the build of the command line', 'cli/build.mjs', ''],
  ['memanto', BIN, '--version'],
] as const

describe('a version of Node that is not supported', () => {
  test.each(PROGRAMS)('is refused by %s at once, with one sentence', (_name, program, ...args) => {
    expect(runAs('20.15.1', program, ...args)).toMatchObject({
      status: 1,
      stdout: '',
      stderr:
        'Memanto needs Node.js 22.12 or newer, or 20.19 or newer of version 20; this is 20.15.1. Download it from https://nodejs.org.\n',
    })
  })

  test.each(['16.20.2', '18.20.8', '20.18.3', '21.7.3', '22.11.0'])('%s is refused', (version) => {
    expect(runAs(version, BIN, '--version').status).toBe(1)
  })

  test.each(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0'])('%s is accepted', (version) => {
    expect(runAs(version, BIN, '--version')).toMatchObject({ status: 0, stderr: '' })
  })

  test('both packages and the README name the same versions', () => {
    for (const { engines } of [root, cli]) expect(engines.node).toBe('^20.19.0 || >=22.12.0')
    expect(readFileSync(`${ROOT}README.md`, 'utf8')).toContain('Node.js 20.19, or 22.12 or newer')
  })

  test('npm test starts with the build, which refuses it', () => {
    expect(root.scripts.test).toMatch(/^npm run -s build && /)
  })
})
