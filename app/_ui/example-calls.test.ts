import { describe, expect, test } from 'vitest'
import { SCOPE_PRESETS } from '@/lib/auth/permissions'
import { type Examples, readExamples, sessionExamples, tokenExamples } from './example-calls'

const TARGET = { address: 'http://memanto.test', agentName: 'customer-support', apiKey: 'mk_live_abc' }
const WITHOUT_KEY = { ...TARGET, apiKey: undefined }
const texts = (examples: Examples | undefined) => Object.values(examples ?? {})

describe('the first call of a key', () => {
  test.each(Object.entries(SCOPE_PRESETS))('only reads, and is one that the key may make (%s)', (_preset, scopes) => {
    const examples = readExamples(TARGET, scopes)
    expect(texts(examples)).toHaveLength(4)
    for (const text of texts(examples)) expect(text).not.toMatch(/activate|remember|POST|session_token/)
    expect(examples?.curl).toContain("'http://memanto.test/api/v2/agents/customer-support/memories?limit=5'")
  })

  test.each([
    [['sessions:write', 'agents:read'], '/api/v2/agents'],
    [['sessions:read'], '/api/v2/sessions?limit=5'],
  ])('uses what the key may read: %s', (scopes, path) => {
    expect(readExamples(TARGET, scopes)?.curl).toContain(`'http://memanto.test${path}'`)
  })

  test('is left out when the key may read nothing', () => {
    expect(readExamples(TARGET, ['sessions:write', 'memories:write'])).toBeUndefined()
  })
})

test('a stored example is marked as a test and is no fact about anybody', () => {
  for (const examples of [sessionExamples(TARGET, ['remember']), tokenExamples(TARGET, 'eyJ', ['remember'])])
    for (const text of texts(examples)) expect(text).toMatch(/This is a test memory\..*test/)
  for (const text of texts(sessionExamples(TARGET, ['recall']))) expect(text).not.toContain('remember')
})

test('examples contain the key, or read it from the environment', () => {
  for (const examples of [readExamples(TARGET, ['agents:read']), sessionExamples(TARGET, ['recall'])])
    for (const text of texts(examples)) expect(text).toContain('mk_live_abc')
  const { 'Command line': commandLine, ...others } = sessionExamples(WITHOUT_KEY, ['recall'])
  expect(commandLine).not.toContain('MEMANTO_API_KEY=')
  for (const text of Object.values(others)) expect(text).toContain('MEMANTO_API_KEY')
})

test('examples use no option that is younger than curl 7.68', () => {
  const all = [
    readExamples(TARGET, ['memories:read']),
    sessionExamples(TARGET, ['remember', 'recall']),
    tokenExamples(TARGET, 'eyJ', ['remember', 'recall']),
  ]
  for (const examples of all) expect(examples?.curl).not.toMatch(/--json|--fail-with-body/)
})
