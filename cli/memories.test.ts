import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { aFolder, aPerson, openWorld, type Person } from '../test/cli/person'
import type { BatchOutcome, RankedMemory, StoredMemory } from './http/client'

let person: Person

beforeAll(async () => {
  person = aPerson(await openWorld())
  await person.memanto(['agent', 'activate', 'customer-support', '--create'])
})

const recalled = async (...args: string[]) => (await person.json<{ memories: RankedMemory[] }>('recall', ...args)).memories

/** A new agent with an active session, which commands are about from now on. */
async function newAgent(name: string) {
  await person.memanto(['agent', 'activate', name, '--create'])
}

describe('remember', () => {
  test('takes every property of a memory', async () => {
    const options = ['--type', 'preference', '--title', 'Contact', '--confidence', '0.9', '--tag', 'contact,ada', '--tag', 'mail']
    await person.json<StoredMemory>('remember', 'Ada prefers e-mail', ...options, '--source', 'crm', '--provenance', 'inferred')
    expect((await recalled('e-mail'))[0]).toMatchObject({
      content: 'Ada prefers e-mail',
      type: 'preference',
      title: 'Contact',
      confidence: 0.9,
      tags: ['contact', 'ada', 'mail'],
      source: 'crm',
      provenance: 'inferred',
    })
  })

  test('takes words, or standard input', async () => {
    await person.memanto(['remember', 'three', 'plain', 'words'])
    await person.memanto(['remember'], { input: 'a note\nof two lines\n' })
    const contents = (await recalled('--recent')).map(({ content }) => content)
    expect(contents).toEqual(expect.arrayContaining(['three plain words', 'a note\nof two lines']))
    expect(await person.memanto(['remember'], { input: ' \n' })).toMatchObject({ exitCode: 2 })
    expect(await person.inTerminal(['remember'])).toMatchObject({ exitCode: 2 })
  })

  test('prints what was stored', async () => {
    expect(await person.memanto(['remember', 'x'])).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^✓ Memory stored for agent 'customer-support'\nMemory ID: mem_\w+\nType: {6}fact\n$/),
    })
  })
})

test('T43: an unwrap that gets lost is asked for again, and the work is done once', async () => {
  await newAgent('lossy')
  const real = new URL(person.env.MEMANTO_URL ?? '')
  let lost = 0
  const proxy = createServer((request, response) => {
    const onward = forward(
      { host: real.hostname, port: real.port, path: request.url, method: request.method, headers: request.headers },
      (unwrap) => {
        const isLost = request.method === 'POST' && lost++ === 0
        if (isLost) return unwrap.resume().on('end', () => response.destroy())
        response.writeHead(unwrap.statusCode ?? 500, unwrap.headers)
        return unwrap.pipe(response)
      },
    )
    request.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const env = { MEMANTO_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` }
  expect(await person.memanto(['remember', 'once and for all'], { env })).toMatchObject({ exitCode: 0, stderr: '' })
  proxy.closeAllConnections()
  proxy.close()
  expect([lost, await recalled('--recent')]).toEqual([2, [expect.objectContaining({ content: 'once and for all' })]])
})

describe('recall', () => {
  test('filters by type, tag, confidence, number and time', async () => {
    await newAgent('filters')
    await person.memanto(['remember', 'refunds take three days', '--type', 'decision', '--tag', 'billing', '--confidence', '0.95'])
    await person.memanto(['remember', 'refunds are dull', '--confidence', '0.2'])
    expect(await recalled('refunds')).toHaveLength(2)
    for (const filter of [
      ['--type', 'decision,goal'],
      ['--tag', 'billing'],
      ['--min-confidence', '0.7'],
      ['--limit', '1'],
    ])
      expect(await recalled('refunds', ...filter)).toHaveLength(1)
    expect(await recalled('--recent', '--tag', 'billing')).toHaveLength(1)
    expect(await recalled('refunds', '--created-after', '2100-01-01')).toHaveLength(0)
    expect(await recalled('--as-of', '2020-01-01')).toHaveLength(0)
    expect(await recalled('--changed-since', '2020-01-01')).toHaveLength(2)
    expect(await person.memanto(['recall', 'x', '--type', 'nonsense'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("'nonsense' is not one of fact, preference"),
    })
  })

  test('shows memories with their facts, and makes what they hold sanitize', async () => {
    await newAgent('sanitize')
    await person.memanto(['remember'], { input: 'first\n\u001b[2Jsecond \u202egnp.exe\u0007' })
    const { stdout } = await person.memanto(['recall', '--recent'])
    expect(stdout).toMatch(
      /^1\. first\n {3}\\u001b\[2Jsecond \\u202egnp\.exe\\u0007\n {3}fact · confidence 0\.8 · \d{4}-.* UTC · mem_\w+\n$/,
    )
    const asJson = await person.memanto(['recall', '--recent', '--json'])
    for (const character of '\u001b\u202e\u0007') expect(asJson.stdout).not.toContain(character)
    expect(JSON.parse(asJson.stdout).memories[0].content).toContain('\u001b[2Jsecond \u202egnp.exe\u0007')
    expect((await person.inTerminal(['recall', 'nothing like that'])).lines[0]).toBe('No memories found.')
  })
})

describe('remember --batch', () => {
  const aFile = (...lines: string[]) => {
    const path = join(aFolder(), 'memories.jsonl')
    writeFileSync(path, lines.join('\n'))
    return path
  }

  test('stores a memory a line, a hundred at a time, in order', async () => {
    await newAgent('bulk')
    const file = aFile(...Array.from({ length: 250 }, (_, index) => JSON.stringify({ content: `note ${index}`, tags: ['bulk'] })))
    expect(await person.memanto(['remember', '--batch', file])).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: "✓ 250 memories stored for agent 'bulk'\n",
    })
    const latest = await recalled('--recent', '--limit', '100')
    expect([latest.length, latest[0]?.content]).toEqual([100, 'note 249'])
    expect(await person.json('agent', 'show', 'bulk')).toMatchObject({ memory_count: 250 })
  })

  test('tells each bad line by its number, stores the others, and ends with 1', async () => {
    await newAgent('mixed')
    const file = aFile(
      '{"content": "good"}',
      '{"content": ',
      '',
      '"plain text"',
      '{"content": " "}',
      '[1]',
      '{"content": "also good", "type": "goal"}',
    )
    const { exitCode, stdout, stderr } = await person.memanto(['remember', '--batch', file, '--type', 'learning'])
    expect([exitCode, stdout]).toEqual([1, "3 of 6 memories stored for agent 'mixed'\n"])
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^Line 2: the line is not JSON/),
      expect.stringMatching(/^Line 5: .*content/),
      expect.stringMatching(/^Line 6: the line is neither/),
      'Error: 3 of 6 lines were not stored.',
      expect.any(String),
      '',
    ])
    expect((await recalled('--recent')).map(({ content, type }) => `${type} ${content}`)).toEqual([
      'goal also good',
      'learning plain text',
      'learning good',
    ])
  })

  test('reads standard input, and with --json tells of every line', async () => {
    const { exitCode, stdout, stderr } = await person.memanto(['remember', '--batch', '-', '--json'], { input: '"one"\nnonsense\n"two"' })
    const told = JSON.parse(stdout) as BatchOutcome
    expect(JSON.parse(stderr)).toMatchObject({ code: 'not_stored' })
    expect([exitCode, told.total_submitted, told.successful, told.failed]).toEqual([1, 3, 2, 1])
    expect(told.results.map((result) => [result.index, (result as { line?: number }).line, result.status])).toEqual([
      [0, 1, 'stored'],
      [1, 2, 'failed'],
      [2, 3, 'stored'],
    ])
  })

  test('memories too large for one request go in several', async () => {
    await newAgent('large')
    const lines = Array.from({ length: 100 }, (_, index) =>
      JSON.stringify({ content: `${index} ${'\u00e4\u20ac'.repeat(4_500)}`, source: 'x'.repeat(90), note: 'y'.repeat(40_000) }),
    )
    expect(await person.memanto(['remember', '--batch', aFile(...lines)])).toMatchObject({
      exitCode: 0,
      stdout: "✓ 100 memories stored for agent 'large'\n",
    })
  })

  test('shows a bar on a terminal', async () => {
    const { raw, lines, exitCode } = await person.inTerminal(['remember', '--batch', aFile('"a"', '"b"')])
    expect(exitCode).toBe(0)
    expect(raw).toContain('█')
    expect(raw).toContain('100% 2 stored')
    expect(lines.join('\n')).toContain("✓ 2 memories stored for agent 'large'")
  })

  test('whoever sits in front of it is told what to write', async () => {
    const answers: [string, string][] = [['one memory per line', '"typed"\r\u0004']]
    const { exitCode, lines } = await person.inTerminal(['remember', '--batch', '-'], { answers })
    expect([exitCode, lines.join('\n')]).toEqual([0, expect.stringContaining('✓ 1 memory stored')])
  })

  test('a file that is not there', async () => {
    expect(await person.memanto(['remember', '--batch', '/no/such/file'])).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('ENOENT'),
    })
    const { exitCode, stderr } = await person.memanto(['remember', '--batch', tmpdir()])
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Error: The file cannot be read: .*folder.*\n/)])
  })

  test('what is interrupted says where to go on', async () => {
    await newAgent('interrupted')
    const token = (JSON.parse(readFileSync(join(person.home, 'sessions/interrupted.json'), 'utf8')) as { session_token: string })
      .session_token
    await aPersonElsewhereEnds('interrupted')
    const file = aFile('"a"', '"b"')
    const { exitCode, stderr } = await person.memanto(['remember', '--batch', file], { env: { MEMANTO_SESSION_TOKEN: token } })
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^0 memories are stored\. Continue from line 1\nError: /)])
  })

  async function aPersonElsewhereEnds(agent: string) {
    const other = aPerson({ url: person.env.MEMANTO_URL ?? '', key: person.env.MEMANTO_API_KEY ?? '' })
    await other.memanto(['agent', 'deactivate', agent])
  }
})
