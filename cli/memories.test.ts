import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { testInSession as test } from '../test/cli/fixtures'
import { startProxy } from '../test/cli/http-servers'
import { temporaryFolder } from '../test/cli/process'
import { type CliUser, createUser } from '../test/cli/user'
import type { BatchOutcome, RankedMemory, StoredMemory } from './http/client'

const recall = async (user: CliUser, ...args: string[]) => (await user.json<{ memories: RankedMemory[] }>('recall', ...args)).memories

describe('remember', () => {
  test('stores every property of a memory', async ({ user }) => {
    const options = ['--type', 'preference', '--title', 'Contact', '--confidence', '0.9', '--tag', 'contact,ada', '--tag', 'mail']
    await user.json<StoredMemory>('remember', 'Ada prefers e-mail', ...options, '--source', 'crm', '--provenance', 'inferred')
    expect((await recall(user, 'e-mail'))[0]).toMatchObject({
      content: 'Ada prefers e-mail',
      type: 'preference',
      title: 'Contact',
      confidence: 0.9,
      tags: ['contact', 'ada', 'mail'],
      source: 'crm',
      provenance: 'inferred',
    })
  })

  test('stores words, or standard input', async ({ user }) => {
    await user.memanto(['remember', 'three', 'plain', 'words'])
    await user.memanto(['remember'], { input: 'a note\nof two lines\n' })
    const contents = (await recall(user, '--recent')).map(({ content }) => content)
    expect(contents).toEqual(expect.arrayContaining(['three plain words', 'a note\nof two lines']))
    expect(await user.memanto(['remember'], { input: ' \n' })).toMatchObject({ exitCode: 2 })
    expect(await user.inTerminal(['remember'])).toMatchObject({ exitCode: 2 })
  })

  test('prints the id and the type', async ({ user }) => {
    expect(await user.memanto(['remember', 'x'])).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^✓ Memory stored for agent 'agent-\d+'\nMemory ID: mem_\w+\nType: {6}fact\n$/),
    })
  })
})

test('a request whose answer is lost is sent again, and the work is done once', async ({ server, user }) => {
  let posts = 0
  const { url } = await startProxy(server.url, ({ method }) => method === 'POST' && posts++ === 0)
  expect(await user.memanto(['remember', 'once and for all'], { env: { MEMANTO_URL: url } })).toMatchObject({ exitCode: 0, stderr: '' })
  expect(posts).toBe(2)
  expect(await recall(user, '--recent')).toEqual([expect.objectContaining({ content: 'once and for all' })])
})

describe('recall', () => {
  test('filters by type, tag, confidence, number and time', async ({ user }) => {
    await user.memanto(['remember', 'refunds take three days', '--type', 'decision', '--tag', 'billing', '--confidence', '0.95'])
    await user.memanto(['remember', 'refunds are dull', '--confidence', '0.2'])
    expect(await recall(user, 'refunds')).toHaveLength(2)
    for (const filter of [
      ['--type', 'decision,goal'],
      ['--tag', 'billing'],
      ['--min-confidence', '0.7'],
      ['--limit', '1'],
    ])
      expect(await recall(user, 'refunds', ...filter)).toHaveLength(1)
    expect(await recall(user, '--recent', '--tag', 'billing')).toHaveLength(1)
    expect(await recall(user, 'refunds', '--created-after', '2100-01-01')).toHaveLength(0)
    expect(await recall(user, '--as-of', '2020-01-01')).toHaveLength(0)
    expect(await recall(user, '--changed-since', '2020-01-01')).toHaveLength(2)
    expect(await user.memanto(['recall', 'x', '--type', 'nonsense'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("'nonsense' is not one of fact, preference"),
    })
  })

  test('prints memories with their properties, and escapes control characters in them', async ({ user }) => {
    await user.memanto(['remember'], { input: 'first\n\u001b[2Jsecond \u202egnp.exe\u0007' })
    const { stdout } = await user.memanto(['recall', '--recent'])
    expect(stdout).toMatch(
      /^1\. first\n {3}\\u001b\[2Jsecond \\u202egnp\.exe\\u0007\n {3}fact · confidence 0\.8 · \d{4}-.* UTC · mem_\w+\n$/,
    )
    const asJson = await user.memanto(['recall', '--recent', '--json'])
    for (const character of '\u001b\u202e\u0007') expect(asJson.stdout).not.toContain(character)
    expect(JSON.parse(asJson.stdout).memories[0].content).toContain('\u001b[2Jsecond \u202egnp.exe\u0007')
    expect((await user.inTerminal(['recall', 'nothing like that'])).lines[0]).toBe('No memories found.')
  })
})

describe('remember --batch', () => {
  const writeBatch = (...lines: string[]) => {
    const path = join(temporaryFolder(), 'memories.jsonl')
    writeFileSync(path, lines.join('\n'))
    return path
  }

  test('stores a memory per line, in order', async ({ user }) => {
    const file = writeBatch(...Array.from({ length: 250 }, (_, index) => JSON.stringify({ content: `note ${index}`, tags: ['bulk'] })))
    expect(await user.memanto(['remember', '--batch', file])).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^✓ 250 memories stored for agent 'agent-\d+'\n$/),
    })
    const latest = await recall(user, '--recent', '--limit', '100')
    expect([latest.length, latest[0]?.content]).toEqual([100, 'note 249'])
    expect(await user.json('agent', 'show', String(user.config().active_agent_id))).toMatchObject({ memory_count: 250 })
  })

  test('reports each invalid line by its number, stores the others, and ends with exit code 1', async ({ user }) => {
    const file = writeBatch(
      '{"content": "good"}',
      '{"content": ',
      '',
      '"plain text"',
      '{"content": " "}',
      '[1]',
      '{"content": "also good", "type": "goal"}',
    )
    const { exitCode, stdout, stderr } = await user.memanto(['remember', '--batch', file, '--type', 'learning'])
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/^3 of 6 memories stored for agent 'agent-\d+'\n$/)])
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^Line 2: the line is not JSON/),
      expect.stringMatching(/^Line 5: .*content/),
      expect.stringMatching(/^Line 6: the line is neither/),
      'Error: 3 of 6 lines were not stored.',
      expect.any(String),
      '',
    ])
    expect((await recall(user, '--recent')).map(({ content, type }) => `${type} ${content}`)).toEqual([
      'goal also good',
      'learning plain text',
      'learning good',
    ])
  })

  test('reads standard input, and with --json reports every line', async ({ user }) => {
    const { exitCode, stdout, stderr } = await user.memanto(['remember', '--batch', '-', '--json'], { input: '"one"\nnonsense\n"two"' })
    const outcome = JSON.parse(stdout) as BatchOutcome
    expect(JSON.parse(stderr)).toMatchObject({ code: 'not_stored' })
    expect([exitCode, outcome.total_submitted, outcome.successful, outcome.failed]).toEqual([1, 3, 2, 1])
    expect(outcome.results.map((result) => [result.index, (result as { line?: number }).line, result.status])).toEqual([
      [0, 1, 'stored'],
      [1, 2, 'failed'],
      [2, 3, 'stored'],
    ])
  })

  test('sends memories that are too large for one request in several', async ({ user }) => {
    const lines = Array.from({ length: 100 }, (_, index) =>
      JSON.stringify({ content: `${index} ${'\u00e4\u20ac'.repeat(4_500)}`, source: 'x'.repeat(90), note: 'y'.repeat(40_000) }),
    )
    expect(await user.memanto(['remember', '--batch', writeBatch(...lines)])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^✓ 100 memories stored for agent /),
    })
  })

  test('shows a progress bar on a terminal', async ({ user }) => {
    const { raw, lines, exitCode } = await user.inTerminal(['remember', '--batch', writeBatch('"a"', '"b"')])
    expect(exitCode).toBe(0)
    expect(raw).toContain('█')
    expect(raw).toContain('100% 2 stored')
    expect(lines.join('\n')).toContain('✓ 2 memories stored for agent ')
  })

  test('says on a terminal what to type', async ({ user }) => {
    const answers: [string, string][] = [['one memory per line', '"typed"\r\u0004']]
    const { exitCode, lines } = await user.inTerminal(['remember', '--batch', '-'], { answers })
    expect([exitCode, lines.join('\n')]).toEqual([0, expect.stringContaining('✓ 1 memory stored')])
  })

  test('refuses a file that does not exist, and a folder', async ({ user }) => {
    expect(await user.memanto(['remember', '--batch', '/no/such/file'])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'Error: The file cannot be read: it does not exist (/no/such/file).\nPass the path of a file with one memory per line.\n',
    })
    const { exitCode, stderr } = await user.memanto(['remember', '--batch', tmpdir()])
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Error: The file cannot be read: .*folder.*\n/)])
  })

  test('says where to continue after an error', async ({ server, user }) => {
    const { active_agent_id, active_session_token } = user.config()
    await createUser(server).memanto(['agent', 'deactivate', String(active_agent_id)])
    const { exitCode, stderr } = await user.memanto(['remember', '--batch', writeBatch('"a"', '"b"')], {
      env: { MEMANTO_SESSION_TOKEN: String(active_session_token) },
    })
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^0 memories are stored\. Continue from line 1\nError: /)])
  })
})
