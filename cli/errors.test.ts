import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect } from 'vitest'
import { newKey } from '../lib/auth/api-key-format'
import { test } from '../test/cli/fixtures'
import { BIN } from '../test/cli/process'
import { createUser } from '../test/cli/user'
import { freePort } from '../test/free-port'

describe('exit codes', () => {
  test('1: the API refuses, and the hint says what to do', async ({ user }) => {
    await user.memanto(['agent', 'activate', 'customer-support', '--create'])
    expect(await user.memanto(['agent', 'show', 'nobody'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Error: .+\nList agents: memanto agent list\..*\n$/),
    })
    expect(await user.memanto(['session', 'extend', '--hours', '25'])).toMatchObject({
      exitCode: 2,
      stderr: 'Error: --hours must be at most 24.\nAdd --help for usage.\n',
    })
  })

  test.for([
    [['agent', 'activate']],
    [['agent', 'activate', '../../etc/passwd']],
    [['agent', 'activate', 'x', '--hours', 'six']],
    [['agent', 'activate', 'x', '--on-active', 'explode']],
    [['agent', 'delete', 'customer-support']],
    [['session', 'fly']],
    [['session', 'info', '--what']],
    [['status', '--timeout', '-1']],
    [['recall']],
    [['recall', 'x', '--recent']],
    [['recall', 'x', '--type', 'fact,banana']],
    [['remember', 'x', '--batch', 'y']],
    [['agent', 'deactivate', 'x', '--agent', 'y']],
    [['session', 'memories', 'sess_1', '--agent', 'y']],
    [['remember']],
    [['config', 'set', 'server_url', 'ftp://x']],
    [['agent']],
  ])('2: %j is a usage error', async ([args = []], { user }) => {
    expect(await user.memanto(args)).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test.for([
    [['memory', 'erase', '--text', '', '--agent', 'x', '--yes']],
    [['memory', 'erase', '--text', 'x', '--agent', '', '--yes']],
    [['memory', 'bulk', 'delete', '--type', 'fact', '--source', '']],
    [['memory', 'bulk', 'delete', '--query', ' ', '--source', 'crm']],
    [['memory', 'bulk', 'delete', '--tag', 'a', '--tag', ' , ']],
    [['memory', 'bulk', 'delete', '--type', '', '--tag', 'a']],
    [['memory', 'search', '']],
    [['memory', 'delete', '']],
    [['recall', 'x', '--tags', '']],
    [['recall', 'x', '--created-after', '']],
    [['remember', 'x', '--supersedes', '']],
    [['remember', '']],
    [['remember', ' ', '--type', 'fact']],
    [['remember', 'Ada', '']],
    [['memory', 'edit', 'mem_1', '', '--type', 'fact']],
    [['session', 'list', '--agent', '']],
    [['session', 'memories', '']],
    [['agent', 'list', '--query', '']],
    [['import', 'x', '--from-agent', '']],
  ])('2: %j is a usage error, because a value is empty', async ([args = []], { user }) => {
    const input = 'lines of a file that a script reads'
    expect(await user.memanto(args, { input })).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('It is empty.') })
  })

  test.for([
    [['agent', 'activate', 'named', '--create', '--hours', '30'], '--hours must be at most 24.'],
    [['agent', 'activate', 'named', '--create', '--duration-hours', '30'], '--duration-hours must be at most 24.'],
    [['session', 'extend', '--hours', '200'], '--hours must be at most 24.'],
    [['remember', 'x', '--expires-at', '2100-01-01', '--ttl-hours', '3'], "--ttl-hours can't be combined with --expires-at."],
    [['remember', 'x', '--confidence', '2'], '--confidence must be at most 1.'],
    [['recall', 'x', '--limit', '100000'], '--limit must be at most'],
    [['recall', 'x', '--created-after', 'Tuesday'], '--created-after must be'],
    [['recall', '--as-of', 'Tuesday'], '--as-of must be'],
    [['recall', '--changed-since', 'Tuesday'], '--changed-since must be'],
    [['memory', 'search', '--min-confidence', '2'], '--min-confidence must be at most 1.'],
    [['memory', 'bulk', 'delete', '--query', 'x', '--min-confidence', '2'], '--min-confidence must be at most 1.'],
    [['session', 'list', '--from', 'Tuesday'], '--from must be'],
    [['policy', 'set', '--deletion-grace-days', '1000'], '--deletion-grace-days may be at most 365.'],
  ] as const)('2: %j is refused by the API, and the error names the option', async ([args, message], { user }) => {
    await user.memanto(['agent', 'activate', 'named', '--create'])
    const { exitCode, stdout, stderr } = await user.memanto([...args])
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(`Error: ${message}`)])
    const asJson = await user.memanto([...args, '--json'])
    expect([asJson.exitCode, JSON.parse(asJson.stderr)]).toMatchObject([2, { code: 'invalid_request', status: 422 }])
  })

  test('an error that is not about a value names the option, too', async ({ user }) => {
    const { exitCode, stderr } = await user.memanto(['agent', 'activate', 'not-created-yet'])
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('activate it with --create.')])
  })

  test('2: an empty standard input for a new text is a usage error, and the other properties stay', async ({ user }) => {
    await user.memanto(['agent', 'activate', 'stdin-empty', '--create'])
    const { memory_id } = await user.json<{ memory_id: string }>('remember', 'x', '--type', 'fact')
    const refused = await user.memanto(['memory', 'edit', memory_id, '-', '--type', 'goal'], { input: ' \n' })
    expect(refused).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('No text for the memory.') })
    expect(await user.json('memory', 'show', memory_id)).toMatchObject({ type: 'fact', version: 1 })
  })

  test('0: an empty value that means none is not an error', async ({ user }) => {
    await user.memanto(['agent', 'activate', 'blank', '--create'])
    const none = ['--title', '', '--tag', '', '--tags', '', '--source', '', '--occurred-at', '', '--expires-at', '']
    expect(await user.memanto(['remember', 'x', ...none])).toMatchObject({ exitCode: 0 })
    expect(await user.memanto(['agent', 'create', 'blank-too', '--description', ''])).toMatchObject({ exitCode: 0 })
  })

  test('2: a misspelt command or option gets a suggestion, an invented one does not', async ({ user }) => {
    expect((await user.memanto(['stauts'])).stderr).toContain('Did you mean status?')
    expect((await user.memanto(['session', 'info', '--jsn'])).stderr).toContain('Did you mean --json?')
    expect((await user.memanto(['bogus'])).stderr).toBe("Error: unknown command 'bogus'\nAdd --help for usage.\n")
  })

  test('3: there is no API key, or it is not valid', async ({ server, user }) => {
    const signedOut = createUser({ url: server.url })
    const needsKey = [['agent', 'list'], ['status'], ['agent', 'activate', 'x'], ['session', 'list']]
    const needsSession = [
      ['session', 'info'],
      ['session', 'extend'],
      ['remember', 'x'],
      ['recall', 'x', '-a', 'y'],
      ['agent', 'deactivate'],
    ]
    for (const args of [...needsKey, ...needsSession])
      expect(await signedOut.memanto(args)).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('memanto login') })
    const unknownKey = createUser({ url: server.url, key: newKey().key })
    expect(await unknownKey.memanto(['agent', 'list'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('MEMANTO_API_KEY') })
    const { exitCode, stderr } = await signedOut.memanto(['agent', 'list'], { env: { MEMANTO_API_KEY: 'two\nlines-of-a-secret' } })
    expect([exitCode, stderr.includes('lines-of-a-secret')]).toEqual([3, false])
    const invalid = await user.memanto(['session', 'info'], {
      env: { MEMANTO_AGENT_ID: 'x', MEMANTO_SESSION_TOKEN: 'not\u2028a-token' },
    })
    expect([invalid.exitCode, invalid.stderr.includes('a-token')]).toEqual([3, false])
  })

  test('4: the server is down, for every kind of command, within a few seconds', async ({ server, user }) => {
    await user.memanto(['agent', 'activate', 'customer-support', '--create'])
    const url = `http://127.0.0.1:${await freePort()}`
    const down = createUser({ ...server, url })
    const started = performance.now()
    for (const args of [
      ['session', 'list'],
      ['agent', 'list'],
      ['agent', 'activate', 'x'],
      ['status', '--json'],
    ])
      expect(await down.memanto(args)).toMatchObject({ exitCode: 4, stdout: '', stderr: expect.stringContaining('connection refused') })
    expect(performance.now() - started).toBeLessThan(60_000) // a command that waits takes 30 seconds
    expect(await down.memanto(['status'])).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('(not reachable)\nSigned in: mk_live_…'),
    })
  })

  test('with --json, an error is a problem document on stderr', async ({ user }) => {
    const { exitCode, stdout, stderr } = await user.memanto(['agent', 'show', 'nobody', '--json'])
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(JSON.parse(stderr)).toMatchObject({ code: 'agent_not_found', status: 404, request_id: expect.any(String) })
    for (const args of [
      ['agent', 'fly', '--json'],
      ['recall', '--json'],
    ])
      expect(JSON.parse((await user.memanto(args)).stderr)).toMatchObject({ code: 'usage' })
  })
})

test('a secret on the command line does not appear in the output', async ({ user }) => {
  const { key } = newKey()
  for (const args of [['status', `--api-key=${key}`], ['agent', 'show', key], [key], ['config', 'set', 'server_url', key]]) {
    const { exitCode, stdout, stderr } = await user.memanto(args)
    expect(exitCode).not.toBe(0)
    expect(stdout + stderr).not.toContain(key)
  }
})

test('a reader that closes the output is not an error', async ({ user }) => {
  const child = spawn('bash', ['-o', 'pipefail', '-c', `"${process.execPath}" "${BIN}" session list --json --limit 100 | true`], {
    env: user.env,
  })
  let stderr = ''
  child.stderr.on('data', (data) => (stderr += data))
  const [exitCode] = await once(child, 'close')
  expect([exitCode, stderr]).toEqual([0, ''])
})

test('a reader that closes the output does not hide that something failed', async ({ user }) => {
  await user.memanto(['agent', 'activate', 'closed-output', '--create'])
  const pipeline = `printf '"good"\\nbad\\n' | "${process.execPath}" "${BIN}" remember --batch - | true`
  const child = spawn('bash', ['-o', 'pipefail', '-c', pipeline], { env: user.env })
  let stderr = ''
  child.stderr.on('data', (data) => (stderr += data))
  const [exitCode] = await once(child, 'close')
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Error: 1 of 2 lines was not stored.')])
})

test('output that cannot be written is an error', async ({ user }) => {
  const child = spawn('bash', ['-c', `"${process.execPath}" "${BIN}" session list > /dev/full`], { env: user.env })
  let stderr = ''
  child.stderr.on('data', (data) => (stderr += data))
  const [exitCode] = await once(child, 'close')
  expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Error: The output cannot be written: .*ENOSPC.*\n$/)])
})
