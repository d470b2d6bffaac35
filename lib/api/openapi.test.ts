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

test('every exported route handler has a contract, and every contract a route handler', async () => {
  const exported = await Promise.all(
    ROUTES.map(async ([path, load]) => {
      const route = await load()
      return METHODS.filter((method) => method in route).map((method) => `${method} ${path}`)
    }),
  )
  const listed = OPERATIONS.map(({ method, path }) => `${method} ${path}`)
  expect(listed.toSorted()).toEqual(exported.flat().toSorted())
})

test('every operation has an id of its own', () => {
  const ids = OPERATIONS.map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)])
})

test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
  'the examples of %s fit its schemas',
  (_id, { response, request, bodyExample }) => {
    if (response) expect(strict(response.schema).safeParse(response.example).error?.issues).toBeUndefined()
    if (request && bodyExample) expect(() => readFields(request, Object.entries(bodyExample))).not.toThrow()
  },
)

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

/** Refuses what the schema does not name, at every level. */
function strict(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject && schema.def.catchall === undefined)
    return z.strictObject(
      Object.fromEntries(Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => [name, strict(field)])),
    )
  if (schema instanceof z.ZodArray) return z.array(strict(schema.element as z.ZodType))
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((option) => strict(option as z.ZodType)))
  return schema instanceof z.ZodNullable ? strict(schema.unwrap() as z.ZodType).nullable() : schema
}
