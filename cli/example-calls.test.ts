import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { expect } from 'vitest'
import { type Examples, readExamples, sessionExamples, tokenExamples } from '../app/_ui/example-calls'
import { SCOPE_PRESETS, type Scope } from '../lib/auth/permissions'
import { test } from '../test/cli/fixtures'
import { BIN, cleanEnv, temporaryFolder } from '../test/cli/process'
import type { TestServer } from '../test/cli/server'
import { createKey } from '../test/teams'

const run = promisify(execFile)
const env = () => ({ ...cleanEnv(), MEMANTO_HOME: temporaryFolder() })
const bash = async (script: string) => (await run('bash', ['-c', script], { env: env() })).stdout

/** Runs an example as somebody does who pastes it, and returns what it prints. */
const RUNNERS = {
  curl: bash,
  Python: async (script: string) => (await run('python3', ['-c', script], { env: env() })).stdout,
  TypeScript: async (script: string) => {
    const { code } = await transform(script, { loader: 'ts', format: 'esm' })
    return (await run(process.execPath, ['--input-type=module', '-e', code], { env: env() })).stdout
  },
  'Command line': (script: string) => bash(`memanto() { '${process.execPath}' '${BIN}' "$@"; }\n${script}`),
} satisfies Record<keyof Examples, (script: string) => Promise<string>>

const LANGUAGES = ['curl', 'Python', 'TypeScript', 'Command line'] as const

const keyWith = (server: TestServer, scopes: readonly Scope[]) => createKey(server.db, server.teamId, { scopes: [...scopes] })

for (const [index, language] of LANGUAGES.entries())
  test(`the examples in ${language} work, and only the one that stores stores`, async ({ server }) => {
    const target = { address: server.url, agentName: `agent-${index}`, apiKey: server.key }
    const headers = { authorization: `Bearer ${server.key}` }
    const activated = await fetch(`${server.url}/api/v2/agents/${target.agentName}/activate?create=true`, { headers, method: 'POST' })
    const { session_token } = (await activated.json()) as { session_token: string }
    const print = (examples: Examples | undefined) => RUNNERS[language](examples?.[language] ?? '')
    const apiKey = await keyWith(server, SCOPE_PRESETS['Read only'])
    expect(await print(readExamples({ ...target, apiKey }, SCOPE_PRESETS['Read only']))).not.toContain('test memory')
    expect(await print(sessionExamples(target, ['recall']))).not.toContain('This is a test memory.')
    await print(sessionExamples(target, ['remember']))
    await print(tokenExamples(target, session_token, ['remember']))
    for (const examples of [
      readExamples(target, ['memories:read']),
      sessionExamples(target, ['recall']),
      tokenExamples(target, session_token, ['recall']),
    ])
      expect(await print(examples)).toContain('This is a test memory.')
    const { memories } = (await (await fetch(`${server.url}/api/v2/agents/${target.agentName}/memories`, { headers })).json()) as {
      memories: object[]
    }
    expect(memories).toMatchObject([{ tags: ['test'] }, { tags: ['test'] }])
  })

test('an example whose activation is refused says why, and does not go on', async ({ server }) => {
  const apiKey = await keyWith(server, SCOPE_PRESETS['Read only'])
  const target = { address: server.url, agentName: 'customer-support', apiKey }
  expect(JSON.parse(await RUNNERS.curl(sessionExamples(target, ['remember', 'recall']).curl))).toMatchObject({ code: 'insufficient_scope' })
  for (const language of ['Python', 'TypeScript', 'Command line'] as const)
    await expect(RUNNERS[language](sessionExamples(target, ['remember'])[language])).rejects.toThrow(/sessions:write/)
})

test('an example of a read that is refused says why', async ({ server }) => {
  const target = { address: server.url, agentName: 'customer-support', apiKey: await keyWith(server, ['agents:read']) }
  const examples = readExamples(target, ['memories:read'])
  expect(JSON.parse(await RUNNERS.curl(examples?.curl ?? ''))).toMatchObject({ code: 'insufficient_scope' })
  for (const language of ['Python', 'TypeScript', 'Command line'] as const)
    await expect(RUNNERS[language](examples?.[language] ?? '')).rejects.toThrow(/memories:read/)
})
