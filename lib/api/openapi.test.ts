import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ERRORS } from '../errors'
import { errorCodesOf } from '../http/operation'
import { openApi } from './openapi'
import { OPERATIONS } from './operations'

const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))

test('every error code belongs to an operation, to the server itself or to the portal alone', () => {
  const ofTheServer = ['method_not_allowed', 'request_timeout', 'headers_too_large']
  const ofThePortal = ['wrong_password', 'unknown_host', 'too_many_attempts', 'team_needs_owner', 'link_spent']
  const listed = new Set([...OPERATIONS.flatMap(errorCodesOf), ...ofTheServer, ...ofThePortal])
  expect(Object.keys(ERRORS).filter((code) => !listed.has(code as keyof typeof ERRORS))).toEqual([])
})

test('the document has every operation, and names its schemas', () => {
  const { document } = openApi()
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item as object))
  expect(operations).toHaveLength(OPERATIONS.length)
  const named = Object.keys(document.components?.schemas ?? {})
  expect(named).toEqual(expect.arrayContaining(['Problem', 'Agent', 'Session', 'SessionInfo', 'Summary', 'Memory', 'Actor', 'BatchResult']))
})

test('an import says for how long its key is known, and has no answer that a purge could remove', () => {
  const { document } = openApi()
  const { post } = document.paths?.['/api/v2/agents/{agent_id}/import'] ?? {}
  expect(JSON.stringify(post?.parameters)).toContain('within 7 days')
  expect(Object.keys(post?.responses ?? {})).not.toContain('410')
})

test('times of a memory say what they mean and what form they have', () => {
  expect(JSON.stringify(openApi().document.paths?.['/api/v2/agents/{agent_id}/remember'])).toContain(
    "From when on it is no longer recalled. RFC 3339; without an offset it is UTC; a bare date is that day's end.",
  )
})

test('the linter of Redocly finds no problem', () => {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-openapi-'))
  const file = join(folder, 'openapi.json')
  writeFileSync(file, openApi().text)
  const linter = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js')
  const args = [linter, 'lint', file, '--config', '.config/redocly.yaml', '--format', 'json']
  const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env: { ...process.env, ...quiet } })
  rmSync(folder, { recursive: true })
  expect(JSON.parse(stdout.slice(stdout.indexOf('{'))).problems).toEqual([])
})
