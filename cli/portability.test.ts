import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { newKey } from '../lib/auth/api-key-format'
import { atEnd } from '../test/at-end'
import { test } from '../test/cli/fixtures'
import { type Responder, respond, respondProblem, startProxy, startScriptedServer } from '../test/cli/http-servers'
import { BIN, temporaryFolder } from '../test/cli/process'
import { createUser } from '../test/cli/user'
import { freePort } from '../test/free-port'
import { jsonl, numberedLines } from '../test/lines'
import type { components } from './api'
import type { FoundMemories, MemoryVersion } from './http/client'
import { version } from './package.json'

type ImportResult = components['schemas']['ImportResult']

const fileOf = (text: string, name = 'memories.jsonl') => {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, text)
  return path
}

test('export and import move the memories of an agent', async ({ user }) => {
  await user.memanto(['agent', 'create', 'from'])
  await user.memanto(['agent', 'create', 'to'])
  const source = fileOf([...numberedLines(1500)].join(''))
  expect(await user.memanto(['import', source, '--agent', 'from'])).toMatchObject({
    exitCode: 0,
    stdout: "✓ 1500 memories imported into 'from'\n",
  })
  const file = join(temporaryFolder(), 'export.jsonl')
  expect(await user.json('export', '--agent', 'from', '-o', file)).toMatchObject({ file, agent_id: 'from', format: 'jsonl' })
  expect((await user.memanto(['export', '--agent', 'from'])).stdout.split('\n').slice(1)).toEqual(
    readFileSync(file, 'utf8').split('\n').slice(1),
  )
  expect(await user.json<ImportResult>('import', file, '--agent', 'to', '--dry-run')).toMatchObject({ stored: 1500, dry_run: true })
  expect(await user.json<ImportResult>('import', file, '--agent', 'to')).toMatchObject({ stored: 1500, ids_changed: 1500 })
  expect((await user.memanto(['import', file, '--agent', 'to'])).stdout).toBe(
    "✓ 0 memories imported into 'to'; 1500 known already, 3 records without a memory\n",
  )
  expect(readdirSync(join(user.home, 'imports'))).toEqual([])
  const bar = await user.inTerminal(['import', source, '--agent', 'to', '--dry-run'])
  expect(bar.raw).toContain('100% 0.2 of 0.2 MB')
  const found = await user.json<FoundMemories>('memory', 'search', '--agents', 'to', '--limit', '1')
  const { versions } = await user.json<{ versions: MemoryVersion[] }>(
    'memory',
    'history',
    String(found.memories[0]?.memory_id),
    '--agent',
    'to',
  )
  expect(versions).toMatchObject([{ client: `memanto-cli/${version}` }])
  // How large an export will be is not known before it ends.
  expect((await user.inTerminal(['export', '--agent', 'from', '-o', join(temporaryFolder(), 'again.jsonl')])).raw).toMatch(/K0\.\d MB/)
})

test('all agents are exported, as Markdown too', async ({ user }) => {
  await user.memanto(['agent', 'create', 'of-team'])
  await user.memanto(['import', fileOf(jsonl({ content: 'Known to the team' })), '--agent', 'of-team'])
  const { stdout } = await user.memanto(['export', '--all', '--format', 'markdown'])
  expect(stdout).toContain('Known to the team')
  expect(await user.memanto(['export', '--all', '--agent', 'x'])).toMatchObject({ exitCode: 2 })
})

test('standard input is imported as a file is, and its copy is removed', async ({ user }) => {
  await user.memanto(['agent', 'create', 'piped'])
  const env = { TMPDIR: temporaryFolder() }
  const input = [...numberedLines(1500)].join('')
  const args = ['import', '-', '--agent', 'piped']
  expect(await user.memanto(args, { input, env })).toMatchObject({ exitCode: 0, stdout: "✓ 1500 memories imported into 'piped'\n" })
  expect(readdirSync(env.TMPDIR)).toEqual([])
  const onTerminal = await user.inTerminal(args)
  expect([onTerminal.exitCode, onTerminal.lines.join('\n')]).toEqual([2, expect.stringContaining('memanto import - < memories.jsonl')])
})

test('each bad line is shown, and the others are stored', async ({ user }) => {
  await user.memanto(['agent', 'create', 'partly'])
  const { exitCode, stdout, stderr } = await user.memanto([
    'import',
    fileOf(`${jsonl({ content: 'a' })}{\n${jsonl({ content: '' })}`),
    '--agent',
    'partly',
  ])
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "1 memory imported into 'partly'; 2 with errors\n" })
  expect(stderr).toContain('Line 2: The record is not valid JSON.')
  expect(stderr).toContain('Line 3: content')
})

test('a lost connection is resumed, and nothing is stored twice', async ({ user, server }) => {
  await user.memanto(['agent', 'create', 'lost'])
  const proxy = await startBreakingProxy(Number(new URL(server.url).port), 400_000)
  const file = fileOf([...numberedLines(9000)].join(''))
  const { exitCode, stdout, stderr } = await user.memanto(['import', file, '--agent', 'lost'], { env: { MEMANTO_URL: proxy } })
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "✓ 9000 memories imported into 'lost'\n" })
  expect(stderr).toContain('The connection was lost. Trying again.')
  expect(await user.json('agent', 'show', 'lost')).toMatchObject({ memory_count: 9000 })
})

test('an import that was interrupted goes on with the same command', async ({ user, server }) => {
  await user.memanto(['agent', 'create', 'later'])
  const file = fileOf([...numberedLines(6000)].join(''))
  // The command tries four times.
  const MEMANTO_URL = await startBreakingProxy(Number(new URL(server.url).port), 300_000, 4)
  const cut = await user.memanto(['import', file, '--agent', 'later'], { env: { MEMANTO_URL } })
  expect(cut.exitCode).toBe(4)
  expect(readdirSync(join(user.home, 'imports'))).toHaveLength(1)
  const again = await user.memanto(['import', file, '--agent', 'later'], { env: { MEMANTO_URL } })
  expect(again).toMatchObject({ exitCode: 0, stdout: "✓ 6000 memories imported into 'later'\n" })
  expect(again.stderr).toContain('Going on with an earlier import of this file.')
  expect(readdirSync(join(user.home, 'imports'))).toEqual([])
})

test.for([
  [408, 'request_timeout'],
  [401, 'credential_revoked'],
  [403, 'address_not_allowed'],
] as const)(
  'an import that is refused with %i goes on with the same command; one with a final answer starts from the beginning',
  async ([status, code]) => {
    const imported = { agent_id: 'x', stored: 1, duplicates: 0, skipped: 0, failed: 0, errors: [], dry_run: false }
    const { url, received } = await startScriptedServer(
      respondProblem(status, code),
      respondProblem(422, 'validation_error'),
      respond(200, imported),
    )
    const user = createUser({ url, key: newKey().key })
    const args = ['import', fileOf(jsonl({ content: 'a' })), '--agent', 'x']
    for (const succeeds of [false, false, true]) expect((await user.memanto(args)).exitCode === 0).toBe(succeeds)
    const keys = received.map(({ idempotencyKey }) => idempotencyKey)
    expect(keys).toEqual([keys[0], keys[0], keys[2]])
    expect(keys[2]).not.toBe(keys[0])
  },
)

test('a file that cannot be written is an error before anything is exported', async ({ user, server }) => {
  await user.memanto(['agent', 'create', 'unwritten'])
  const proxy = await startProxy(server.url)
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('bash', ['-c', `mkfifo '${pipe}'`])
  for (const path of [join(temporaryFolder(), 'none/export.jsonl'), temporaryFolder(), pipe]) {
    const args = ['export', '--agent', 'unwritten', '-o', path]
    const inWords = await user.memanto(args, { env: { MEMANTO_URL: proxy.url } })
    expect(inWords).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Error: The export was not written: [^\n]*\n[^\n]*\n$/),
    })
    const asJson = await user.memanto([...args, '--json'], { env: { MEMANTO_URL: proxy.url } })
    expect([asJson.exitCode, JSON.parse(asJson.stderr)]).toMatchObject([1, { code: 'unwritable_output' }])
  }
  expect(proxy.requests).toEqual([])
})

/** The last line of an export. */
const END = '{"record":"end","memories":0}\n'

test('an export without its last line is not complete, though the connection was closed as if it were', async () => {
  const { url, received } = await startScriptedServer((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end('{"format":"memanto-export"}\n')
  })
  const user = createUser({ url, key: newKey().key })
  const file = fileOf('the export of yesterday', 'export.jsonl')
  const toFile = await user.memanto(['export', '--agent', 'x', '-o', file])
  expect(toFile).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr: expect.stringContaining('before the end of the export.\nNothing was kept.'),
  })
  expect(readFileSync(file, 'utf8')).toBe('the export of yesterday')
  const stderr = expect.stringContaining('What was written is not complete.')
  expect(await user.memanto(['export', '--agent', 'x'])).toMatchObject({ exitCode: 4, stderr })
  expect(received.map(({ client }) => client)).toEqual([`memanto-cli/${version}`, `memanto-cli/${version}`])
})

test('an export that breaks off keeps no file, and says of standard output that it is not complete', async () => {
  const { url } = await startScriptedServer((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"format":"memanto-export"}\n', () => response.destroy())
  })
  const user = createUser({ url, key: newKey().key })
  const folder = temporaryFolder()
  const toFile = await user.memanto(['export', '--agent', 'x', '-o', join(folder, 'export.jsonl')])
  expect(toFile).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr: expect.stringContaining('before the end of the export.\nNothing was kept.'),
  })
  expect(readdirSync(folder)).toEqual([])
  expect(await user.memanto(['export', '--agent', 'x'])).toMatchObject({
    exitCode: 4,
    stdout: '{"format":"memanto-export"}\n',
    stderr: expect.stringContaining('What was written is not complete.'),
  })
})

describe('a server behind a proxy that cannot reach it', () => {
  const gatewayError: Responder = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
  const userOf = async (...responders: Responder[]) =>
    createUser({ url: (await startScriptedServer(...responders)).url, key: newKey().key })

  test('is asked again for an export', async () => {
    const user = await userOf(gatewayError, (response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(END))
    expect(await user.memanto(['export', '--all'])).toEqual({
      exitCode: 0,
      stdout: END,
      stderr: 'The server cannot be reached. Trying again.\n',
    })
  })

  test('is asked again for an import', async () => {
    const imported = { agent_id: 'x', stored: 1, duplicates: 0, skipped: 0, failed: 0, errors: [], dry_run: false }
    const user = await userOf(gatewayError, respond(200, imported))
    expect(await user.memanto(['import', fileOf(jsonl({ content: 'a' })), '--agent', 'x'])).toEqual({
      exitCode: 0,
      stdout: "✓ 1 memory imported into 'x'\n",
      stderr: 'The server cannot be reached. Trying again.\n',
    })
  })

  test('that refuses connections has not lost one, and with --json there is nothing but the error on stderr', async () => {
    const user = createUser({ url: `http://127.0.0.1:${await freePort()}`, key: newKey().key })
    const { exitCode, stderr } = await user.memanto(['export', '--all'])
    expect([exitCode, stderr]).toEqual([
      4,
      expect.stringMatching(/^(The server cannot be reached\. Trying again\.\n){3}Error: .* connection refused/),
    ])
    const asJson = await user.memanto(['import', fileOf('{}'), '--agent', 'x', '--json'])
    expect(JSON.parse(asJson.stderr)).toMatchObject({ code: 'server_unreachable' })
    const resumed = await user.memanto(['import', fileOf('{}'), '--agent', 'x', '--json'])
    expect(JSON.parse(resumed.stderr)).toMatchObject({ code: 'server_unreachable' })
  })

  test('is named as such when it stays so, with exit code 4', async () => {
    const user = await userOf(gatewayError)
    const stderr = expect.stringContaining('Error: A proxy returned 502: it cannot reach the server.\n')
    expect(await user.memanto(['export', '--all'])).toMatchObject({ exitCode: 4, stdout: '', stderr })
    expect(await user.memanto(['import', fileOf('{}'), '--agent', 'x'])).toMatchObject({ exitCode: 4, stdout: '', stderr })
  })
})

test('a page of another server is not an export, and not the result of an import', async () => {
  const { url } = await startScriptedServer((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'))
  const user = createUser({ url, key: newKey().key })
  const stderr = expect.stringContaining('The response is not from a Memanto server (HTTP 200).')
  expect(await user.memanto(['export', '--all'])).toMatchObject({ exitCode: 1, stdout: '', stderr })
  expect(await user.memanto(['import', fileOf('{}'), '--agent', 'x'])).toMatchObject({ exitCode: 1, stdout: '', stderr })
})

test('an import whose server works for longer than --timeout after it has the file is waited for', async () => {
  const imported = { agent_id: 'x', stored: 1, duplicates: 0, skipped: 0, failed: 0, errors: [], dry_run: false }
  const { url, received } = await startScriptedServer(async (response, request) => {
    await pause(1500)
    respond(200, imported)(response, request)
  })
  const args = ['import', fileOf(jsonl({ content: 'a' })), '--agent', 'x', '--timeout', '0.5']
  expect(await createUser({ url, key: newKey().key }).memanto(args)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(received).toHaveLength(1)
})

test('an export whose reader pauses for longer than --timeout is complete', async () => {
  const bytes = 30_000_000
  const { url } = await startScriptedServer((response) =>
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${'x'.repeat(bytes - END.length - 1)}\n${END}`),
  )
  const { env } = createUser({ url, key: newKey().key })
  const child = spawn(process.execPath, [BIN, 'export', '--all', '--timeout', '4'], { env })
  const closed = once(child, 'close')
  await once(child.stdout, 'readable')
  await pause(6000)
  let read = 0
  child.stdout.on('data', (part) => (read += part.length))
  expect([(await closed)[0], read]).toEqual([0, bytes])
})

test('an export whose server falls silent ends after --timeout', async () => {
  const { url } = await startScriptedServer((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{}\n')
  })
  const user = createUser({ url, key: newKey().key })
  expect(await user.memanto(['export', '--all', '--timeout', '2'])).toMatchObject({
    exitCode: 4,
    stdout: '{}\n',
    stderr: expect.stringMatching(/did not answer within 2 s\.\nWhat was written is not complete/),
  })
})

test.for(['SIGINT', 'SIGTERM'] as const)('an export that %s ends leaves no file', async (signal) => {
  const { url } = await startScriptedServer((response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"format":"memanto-export"}\n')
  })
  const { env } = createUser({ url, key: newKey().key })
  const folder = temporaryFolder()
  const child = spawn(process.execPath, [BIN, 'export', '--agent', 'x', '-o', join(folder, 'export.jsonl')], { env })
  const closed = once(child, 'close')
  const sizes = () => readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  while (sizes().every((size) => size === 0)) await pause(5)
  child.kill(signal)
  expect((await closed)[0]).toBe(signal === 'SIGINT' ? 130 : 143)
  expect(readdirSync(folder)).toEqual([])
})

test('a file that cannot be read, or is none, is an error', async ({ user }) => {
  await user.memanto(['agent', 'create', 'none'])
  for (const [path, reason] of [
    ['/does/not/exist', 'it does not exist (/does/not/exist).'],
    [temporaryFolder(), 'it is not a file'],
  ] as const)
    expect(await user.memanto(['import', path, '--agent', 'none'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`Error: The file cannot be read: ${reason}`),
    })
  expect(await user.memanto(['import', fileOf('nothing useful'), '--agent', 'none'])).toMatchObject({ exitCode: 1 })
})

test.runIf(process.platform === 'linux')('a file whose reading fails is not a lost connection', async ({ user }) => {
  await user.memanto(['agent', 'create', 'broken-file'])
  // It can be opened, and reading its beginning is an input/output error.
  for (const more of [[], ['--dry-run']])
    expect(await user.memanto(['import', '/proc/self/mem', '--agent', 'broken-file', ...more])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Error: The file cannot be read: EIO.*\nPass the path of a file with memories, or pipe them in.*\n$/),
    })
})

test('the export of several agents needs the option that names one, and the error says so', async ({ user }) => {
  for (const name of ['several-1', 'several-2']) await user.memanto(['agent', 'create', name])
  const file = join(temporaryFolder(), 'team.jsonl')
  await user.json('export', '--all', '-o', file)
  expect(await user.memanto(['import', file, '--agent', 'several-1'])).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('Error: --from-agent is required for the export of several agents'),
  })
})

/** A way to the server on which the first connections with a large body are cut after so many bytes. */
async function startBreakingProxy(port: number, bytes: number, cuts = 1): Promise<string> {
  let left = cuts
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    const isCut = left > 0
    let sent = 0
    client.on('data', (part) => {
      sent += part.length
      if (!isCut || sent < bytes || client.destroyed) return
      left--
      client.destroy()
      upstream.destroy()
    })
    for (const socket of [client, upstream]) socket.on('error', () => {})
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening))
  atEnd(() => void proxy.close())
  const address = proxy.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}
