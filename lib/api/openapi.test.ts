import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ERRORS } from '../errors'
import { errorCodesOf } from '../http/operation'
import { ROUTES } from '../http/testing-routes'
import { readFields } from '../input/parameters'
import { openApi } from './openapi'
import { OPERATIONS } from './operations'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const require = createRequire(import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))

test('the catalog and the folder tree have the same methods at the same paths', async () => {
  const exported = await Promise.all(
    ROUTES.map(async ([path, load]) => {
      const route = await load()
      return METHODS.filter((method) => method in route).map((method) => `${method} ${path}`)
    }),
  )
  const listed = OPERATIONS.map(({ method, path }) => `${method} ${path}`)
  expect(listed.toSorted()).toEqual(exported.flat().toSorted())
})

test('every endpoint has an id of its own', () => {
  const ids = OPERATIONS.map(({ operationId }) => operationId)
  expect(ids).toEqual([...new Set(ids)])
})

test.each(OPERATIONS.map((endpoint) => [operation.id, endpoint] as const))(
  '%s: its examples are true',
  (_id, { gives, takes, bodyExample }) => {
    if (gives) expect(strict(gives.shape).safeParse(gives.example).error?.issues).toBeUndefined()
    if (takes && bodyExample) expect(() => readFields(takes, Object.entries(bodyExample))).not.toThrow()
  },
)

test('every failure is some endpoint’s, or of the server itself, or of the portal alone', () => {
  const ofTheServer = ['method_not_allowed', 'request_timeout', 'headers_too_large']
  const ofThePortal = ['wrong_password', 'unknown_host', 'too_many_attempts', 'team_needs_owner', 'link_spent']
  const listed = new Set([...OPERATIONS.flatMap(errorCodesOf), ...ofTheServer, ...ofThePortal])
  expect(Object.keys(ERRORS).filter((code) => !listed.has(code as keyof typeof ERRORS))).toEqual([])
})

test('the document has one operation for each endpoint, and names its schemas', () => {
  const { document } = openApi()
  const operations = Object.values(document.paths ?? {}).flatMap((item) => Object.values(item as object))
  expect(operations).toHaveLength(OPERATIONS.length)
  const named = Object.keys(document.components?.schemas ?? {})
  expect(named).toEqual(expect.arrayContaining(['Problem', 'Agent', 'Session', 'SessionInfo', 'Summary', 'Memory', 'Actor', 'BatchResult']))
})

test('the linter of Redocly has nothing to say', () => {
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

/** Refuses what the shape does not name, all the way down. */
function strict(shape: z.ZodType): z.ZodType {
  if (shape instanceof z.ZodObject && shape.def.catchall === undefined)
    return z.strictObject(
      Object.fromEntries(Object.entries(shape.shape as Record<string, z.ZodType>).map(([name, field]) => [name, strict(field)])),
    )
  if (shape instanceof z.ZodArray) return z.array(strict(shape.element as z.ZodType))
  if (shape instanceof z.ZodUnion) return z.union(shape.options.map((option) => strict(option as z.ZodType)))
  return shape instanceof z.ZodNullable ? strict(shape.unwrap() as z.ZodType).nullable() : shape
}
