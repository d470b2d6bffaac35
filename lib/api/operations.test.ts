import { expect, test } from 'vitest'
import { z } from 'zod'
import { ROUTES } from '../http/testing-routes'
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
