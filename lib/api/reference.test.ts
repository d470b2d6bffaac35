import { execFileSync } from 'node:child_process'
import { transform } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { callExamples, type ExampleLanguage } from './call-examples'
import { CLI_COMMANDS } from './cli-commands'
import { OPERATIONS } from './operations'
import { operationWithId, referenceOf } from './reference'
import type { ReferenceField } from './reference-fields'
import { requestExample } from './request-example'

const ADDRESS = "http://memanto.test/it's"

function referenceTo(id: string) {
  const operation = operationWithId(id)
  if (operation === undefined) throw new Error(`There is no operation ${id}.`)
  return referenceOf(operation)
}

const fieldNamed = (fields: ReferenceField[], name: string) => fields.find((field) => field.name === name)

const examplesOf = (id: string): Partial<Record<ExampleLanguage, string>> =>
  Object.fromEntries(callExamples(ADDRESS, id, requestExample(referenceTo(id))))

describe('the reference of an operation', () => {
  test('has types, limits, defaults and aliases of the fields of its body', () => {
    const { bodyFields, queryFields, headerFields } = referenceTo('remember')
    expect(fieldNamed(bodyFields, 'content')).toMatchObject({ type: 'string', isRequired: true, limits: ['at most 10,000 characters'] })
    expect(fieldNamed(bodyFields, 'type')).toMatchObject({ defaultValue: '"fact"', aliases: ['memory_type'] })
    expect(fieldNamed(bodyFields, 'tags')).toMatchObject({
      type: 'list of strings',
      limits: ['at most 20 items', 'each at most 64 characters'],
    })
    expect(fieldNamed(bodyFields, 'memory_type')).toBeUndefined()
    expect(queryFields).toEqual([])
    expect(headerFields.map(({ name }) => name)).toEqual(['Idempotency-Key'])
  })

  test('has the fields of items of a list, and of the response', () => {
    expect(fieldNamed(referenceTo('rememberBatch').bodyFields, 'memories[].type')).toMatchObject({ aliases: ['memories[].memory_type'] })
    expect(fieldNamed(referenceTo('listMemories').responseFields, 'memories[].content')).toMatchObject({ type: 'string' })
  })

  test('has the parameters of the query where there is no JSON body', () => {
    expect(fieldNamed(referenceTo('listAgents').queryFields, 'limit')).toMatchObject({ limits: ['at least 1', 'at most 100'] })
    expect(fieldNamed(referenceTo('importMemories').queryFields, 'dry_run')).toBeDefined()
  })

  test('has a type for every field', () => {
    for (const { id } of OPERATIONS) {
      const { pathFields, queryFields, headerFields, bodyFields, responseFields } = referenceTo(id)
      for (const { name, type } of [...pathFields, ...queryFields, ...headerFields, ...bodyFields, ...responseFields])
        expect.soft(type, `${id}: ${name}`).not.toMatch(/undefined|object Object|^$/)
    }
  })
})

describe('the example of a call', () => {
  test('has values for the path and the query, and the credential that the operation takes', () => {
    const { curl } = examplesOf('recallByGet')
    expect(curl).toContain("/api/v2/agents/customer-support/recall?query=how+does+Ada+want+to+be+reached&limit=5'")
    expect(curl).toContain('-H "X-Session-Token: $MEMANTO_SESSION_TOKEN"')
    expect(examplesOf('listAgents').curl).toContain('-H "Authorization: Bearer $MEMANTO_API_KEY"')
    expect(examplesOf('getHealth').curl).not.toContain('-H')
  })

  test.each(OPERATIONS.map(({ id }) => id))('can be pasted: %s', async (id) => {
    const { curl = '', Python = '', TypeScript = '' } = examplesOf(id)
    expect(curl).not.toMatch(/--json|--fail-with-body/)
    // The shell prints the words that curl would get.
    const words = execFileSync('sh', ['-c', curl.replace(/^curl/, "printf '%s\\n'")], { encoding: 'utf8' }).split('\n')
    expect(words).toContain(ADDRESS + requestExample(referenceTo(id)).path)
    const json = words[words.indexOf('-d') + 1] ?? ''
    if (words.includes('-d')) expect(JSON.parse(json)).toEqual(operationWithId(id)?.bodyExample)
    expect(Python).not.toMatch(/\b(true|false|null)\b/)
    await transform(TypeScript, { loader: 'ts', format: 'esm' })
  })
})

test('the commands of the CLI belong to operations', () => {
  for (const id of Object.keys(CLI_COMMANDS)) expect(operationWithId(id), id).toBeDefined()
})
