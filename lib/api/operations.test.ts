import { expect, test } from 'vitest'
import { z } from 'zod'
import { ROUTES } from '../../test/api/handlers'
import { readSources } from '../../test/architecture/source'
import { keyScopeOf, takesKey, takesToken, tokenScopeOf } from '../auth/security'
import { readFields } from '../input/parameters'
import { OPERATIONS } from './operations'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

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

/** Which scope a key needs, and which the key behind a session token; null: a token is enough; `-`: it is not accepted. */
const SCOPES: Record<string, [key: string | null, token: string | null]> = {
  createAgent: ['agents:write', '-'],
  listAgents: ['agents:read', '-'],
  getAgent: ['agents:read', '-'],
  changeAgent: ['agents:write', '-'],
  deleteAgent: ['agents:write', '-'],
  activateAgent: ['sessions:write', '-'],
  getAgentStatus: ['sessions:read', null],
  deactivateAgent: ['sessions:write', 'sessions:write'],
  getCurrentSession: ['-', null],
  getLatestActiveSession: ['sessions:read', '-'],
  listSessions: ['sessions:read', '-'],
  getSession: ['sessions:read', '-'],
  endSession: ['sessions:write', '-'],
  extendSession: ['-', 'sessions:write'],
  extendAgentSession: ['-', 'sessions:write'],
  extendAgent: ['-', 'sessions:write'],
  recall: ['-', 'memories:read'],
  recallRecent: ['-', 'memories:read'],
  recallAsOf: ['-', 'memories:read'],
  recallChangedSince: ['-', 'memories:read'],
  recallByGet: ['-', 'memories:read'],
  recallRecentByGet: ['-', 'memories:read'],
  recallAsOfByGet: ['-', 'memories:read'],
  recallChangedSinceByGet: ['-', 'memories:read'],
  remember: ['-', 'memories:write'],
  rememberBatch: ['-', 'memories:write'],
  rememberMessages: ['-', 'memories:write'],
  answer: ['-', 'memories:read'],
  listMemories: ['memories:read', '-'],
  listSessionMemories: ['memories:read', '-'],
  getMemory: ['memories:read', 'memories:read'],
  changeMemory: ['memories:write', 'memories:write'],
  deleteMemory: ['memories:write', 'memories:write'],
  getMemoryHistory: ['memories:read', 'memories:read'],
  restoreMemory: ['memories:write', 'memories:write'],
  supersedeMemory: ['memories:write', 'memories:write'],
  getMemoryPolicy: ['memories:read', '-'],
  changeMemoryPolicy: ['memories:admin', '-'],
  exportAgent: ['memories:read', '-'],
  exportTeam: ['memories:read', '-'],
  importMemories: ['memories:write', '-'],
  listImportedIds: ['memories:read', '-'],
  eraseMemories: ['memories:admin', '-'],
  verifyErasure: ['memories:admin', '-'],
  approveMemory: ['memories:admin', '-'],
  searchMemories: ['memories:read', '-'],
  changeMemories: ['memories:write', '-'],
}

test('every operation requires the scope that the specification names', () => {
  const secured = OPERATIONS.filter(({ security }) => security.kind !== 'none')
  const scopes = secured.map(({ id, security }) => [
    id,
    [takesKey(security) ? keyScopeOf(security) : '-', takesToken(security) ? tokenScopeOf(security) : '-'],
  ])
  expect(Object.fromEntries(scopes)).toEqual(SCOPES)
  expect(OPERATIONS.filter(({ security }) => security.kind === 'none').map(({ id }) => id)).toEqual([
    'getHealth',
    'getReadiness',
    'getOpenApi',
  ])
})

test('the scopes that an operation requires in addition are those that its use case asks for', () => {
  const further = OPERATIONS.flatMap(({ id, furtherScopes = [] }) => furtherScopes.map(({ scope }) => `${id} ${scope}`))
  expect(further.toSorted()).toEqual([
    'activateAgent agents:write',
    'changeAgent memories:admin',
    'changeMemories memories:admin',
    'changeMemories memories:read',
    'listSessionMemories sessions:read',
    'remember memories:read',
  ])
  const code = [...readSources().values()].filter(({ path, isTest }) => path.startsWith('lib/') && !isTest).map(({ text }) => text)
  const asked = code.flatMap((text) => [...text.matchAll(/(?:requireScope|await authorizeSession)\(\w+, '([\w:]+)'/g)])
  expect(asked.map(([, scope]) => scope).toSorted()).toEqual(further.map((entry) => entry.split(' ')[1]).toSorted())
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
