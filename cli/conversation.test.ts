import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { testInSession as test } from '../test/cli/fixtures'
import { temporaryFolder } from '../test/cli/process'
import type { CliUser } from '../test/cli/user'
import type { BatchOutcome, MemoryPolicy, RankedMemory, StoredMemory } from './http/client'

const CARD = '4111 1111 1111 1111'

function writeFile(text: string): string {
  const path = join(temporaryFolder(), 'conversation')
  writeFileSync(path, text)
  return path
}

/** What is remembered, the first stored first. */
async function contents(user: CliUser): Promise<string[]> {
  const { memories } = await user.json<{ memories: RankedMemory[] }>('recall', '--changed-since', '2020-01-01', '--limit', '100')
  return memories.map(({ content }) => content).reverse()
}

describe('remember --messages', () => {
  const messages = [
    { role: 'user', name: 'Ada', content: 'I moved to Paris.' },
    { role: 'assistant', content: 'How nice!' },
  ]

  const FORMS: [form: string, text: string][] = [
    ['a JSON array', JSON.stringify(messages, null, 2)],
    ['an object with messages', JSON.stringify({ model: 'x', messages })],
    ['one message per line', `\n${messages.map((message) => JSON.stringify(message)).join('\n')}\n`],
  ]

  test.for(FORMS)('stores a conversation: %s', async ([_form, text], { user }) => {
    expect(await user.memanto(['remember', '--messages', writeFile(text)])).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^✓ 2 messages stored for agent 'agent-\d+'\n$/),
    })
    expect(await contents(user)).toEqual(['Ada: I moved to Paris.', 'Assistant: How nice!'])
  })

  test('sends more than 200 messages in several requests, in order', async ({ user }) => {
    const many = Array.from({ length: 450 }, (_, index) => ({ role: 'user', content: `note ${index}` }))
    const outcome = await user.json<BatchOutcome>('remember', '--messages', writeFile(JSON.stringify(many)))
    expect([outcome.total_submitted, outcome.successful]).toEqual([450, 450])
    expect(outcome.results.map(({ index }) => index)).toEqual(many.map((_, index) => index))
    expect((await contents(user)).at(-1)).toBe('User: note 449')
  })

  test('reports each message that is refused by its number, stores the others, and ends with exit code 1', async ({ user }) => {
    const file = writeFile(JSON.stringify([...messages, 'text', { role: 'robot', content: 'x' }, { role: 'user', content: CARD }]))
    const { exitCode, stdout, stderr } = await user.memanto(['remember', '--messages', file])
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/^3 of 5 messages stored for agent 'agent-\d+'\n$/)])
    expect(stderr.split('\n')).toEqual([
      'Message 3: the message is not a JSON object',
      'Message 4: role must be one of user, assistant, system, tool.',
      'Message 5: Found card_number in content (characters 7 to 25).',
      'Error: 2 of 5 messages were not stored.',
      'Fix these messages and send only them: the others are stored.',
      '',
    ])
  })

  test('refuses what is no conversation, and sends nothing', async ({ user }) => {
    const { exitCode, stderr } = await user.memanto(['remember', '--messages', writeFile('{"role": "user"\nhello')])
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('neither a JSON array nor one JSON object per line. Line 1: ')])
    const file = writeFile('[]')
    for (const more of [['words'], ['--batch', file], ['--type', 'goal']])
      expect(await user.memanto(['remember', '--messages', file, ...more])).toMatchObject({ exitCode: 2, stdout: '' })
  })
})

describe('secrets in memories', () => {
  test('a warning says what was found, and --json has it in the answer alone', async ({ user }) => {
    const { exitCode, stderr, stdout } = await user.memanto(['remember', `Pay with ${CARD}`])
    expect([exitCode, stderr]).toEqual([0, 'Found card_number in content (characters 10 to 28).\n'])
    expect(stdout).toContain('✓ Memory stored')
    const { findings } = await user.json<StoredMemory>('remember', `Pay with ${CARD}`)
    expect(findings).toEqual([{ field: 'content', kind: 'card_number', start: 9, end: 28 }])
  })

  test('of a changed text and of an import are named too', async ({ user }) => {
    const { memory_id } = await user.json<StoredMemory>('remember', 'Pay later')
    expect(await user.memanto(['memory', 'edit', memory_id, `Pay with ${CARD}`])).toMatchObject({
      exitCode: 0,
      stderr: 'Found card_number in content (characters 10 to 28).\n',
    })
    const lines = Array.from({ length: 22 }, (_, at) => JSON.stringify({ content: `Bill ${at}: ${CARD}` }))
    const file = writeFile(['{"content": "nothing"}', ...lines].join('\n'))
    const imported = await user.memanto(['import', file])
    expect(imported.exitCode).toBe(0)
    const warnings = imported.stderr.trimEnd().split('\n')
    expect([warnings.length, warnings[0], warnings.at(-1)]).toEqual([
      21,
      'Line 2: Found card_number in content (characters 9 to 27).',
      '… and more was found. Use --json for the first 1,000.',
    ])
    expect(await user.memanto(['import', file, '--json'])).toMatchObject({ stderr: '' })
  })

  test('of the reason of a change, and of the tags of a change of many, are named too', async ({ user }) => {
    const { memory_id } = await user.json<StoredMemory>('remember', 'The bill is paid')
    for (const act of ['supersede', 'restore', 'delete']) {
      const { exitCode, stderr } = await user.memanto(['memory', act, memory_id, '--reason', CARD])
      expect([act, exitCode, stderr]).toEqual([act, 0, 'Found card_number in reason (characters 1 to 19).\n'])
    }
    const restored = await user.memanto(['memory', 'bulk', 'restore', '--ids', memory_id, '--reason', CARD])
    expect(restored).toMatchObject({ exitCode: 0, stderr: 'Found card_number in reason (characters 1 to 19).\n' })
    const args = ['memory', 'bulk', 'add_tags', '--tags', CARD, '--ids', memory_id]
    expect(await user.memanto(args)).toMatchObject({ exitCode: 0, stderr: 'Found card_number in tags.0 (characters 1 to 19).\n' })
    expect(await user.memanto([...args, '--json'])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('policy shows what happens with them, and policy set changes it', async ({ user }) => {
    expect((await user.memanto(['policy'])).stdout).toMatch(
      /^Redaction: +warn \(memories are stored, and the response says what was found\)\nRetention: +forever\n/,
    )
    expect(await user.json<MemoryPolicy>('policy', 'set', '--redaction', 'refuse')).toMatchObject({ redaction: 'refuse', retention: {} })
    const refused = await user.memanto(['remember', `Pay with ${CARD}`])
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('content contains card_number (characters 10 to 28)'),
    })
    expect((await user.memanto(['policy', 'set', '--redaction', 'warn'])).stdout).toMatch(/^✓ Policy changed\nRedaction: +warn /)
    expect(await user.json<MemoryPolicy>('policy')).toMatchObject({ redaction: 'warn' })
    expect(await user.memanto(['policy', 'set'])).toMatchObject({ exitCode: 2 })
    expect(await user.memanto(['policy', 'set', '--redaction', 'maybe'])).toMatchObject({ exitCode: 2 })
    expect(await user.memanto(['policy', 'set', '--retention', 'event'])).toMatchObject({ exitCode: 2 })
    const trial = ['policy', 'set', '--retention', 'event=90', '--retention', 'fact=forever', '--dry-run']
    expect((await user.memanto(trial)).stdout).toMatch(/^Nothing was changed. The rules would be:\n(.*\n)*Retention: +event 90 days\n/)
    const changed = await user.json<MemoryPolicy>('policy', 'set', '--retention', 'event=90', '--deletion-grace-days', '30')
    expect(changed).toMatchObject({ retention: { event: 90 }, deletion_grace_days: 30 })
  })
})
