import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newKey } from '../lib/auth/api-key-format'
import { respond, startScriptedServer } from '../test/cli/http-servers'
import { BIN } from '../test/cli/process'
import { createUser } from '../test/cli/user'

const IDS = Array.from({ length: 9000 }, (_, index) => `mem_${String(index).padStart(16, '0')}`)

const erasure = (ids: string[], remaining: number, receipt: string | null) =>
  respond(200, { dry_run: receipt === null, matched: 9001, versions: 9001, agents: [], memory_ids: ids, remaining, receipt })

/** Starts an erasure whose output goes into a pipe, which the shell commands `reader` read: what they print is `stdout`. `go` sends a line to their descriptor 3. */
function startPiped(env: NodeJS.ProcessEnv, reader: string) {
  const args = ['memory', 'erase', '--text', 'x', '--yes', '--json']
  const command = ['-c', `exec "$@" > >(${reader})`, 'bash', process.execPath, BIN, ...args]
  const child = spawn('bash', command, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name]?.setEncoding('utf8').on('data', (data) => (output[name] += data))
  const ended = once(child, 'exit').then(([exitCode]) => exitCode as number)
  return { child, output, ended, closed: once(child, 'close'), go: () => (child.stdio[3] as Writable).end('\n') }
}

/** Starts an erasure that has erased 9,000 memories and waits for its next call. Nothing of its output is read until `go` is called. */
async function startErasure(reader: string) {
  const { url, received } = await startScriptedServer(erasure([], 9001, null), erasure(IDS, 1, 'the-receipt'), () => {})
  const { env } = createUser({ url, key: newKey().key })
  const started = startPiped(env, `read -r _ <&3; ${reader}`)
  while (received.length < 3) await pause(5)
  return started
}

describe('a command that a signal ends while its output is read slowly', () => {
  test.for([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s: all of more than 64 kB is written, and then it ends with %i', async ([signal, exitCode]) => {
    const { child, output, ended, closed, go } = await startErasure('cat')
    child.kill(signal)
    // A terminal that is closed sends it twice.
    if (signal === 'SIGHUP') child.kill(signal)
    if (signal === 'SIGINT') while (!output.stderr.includes('9000 of 9001 memories are erased.')) await pause(5)
    go()
    await closed
    expect(await ended).toBe(exitCode)
    expect(output.stdout.length).toBeGreaterThan(3 * 65_536)
    expect(JSON.parse(output.stdout)).toEqual({ erased: 9000, memory_ids: IDS, receipts: ['the-receipt'] })
  })

  test('a reader that goes does not keep it', async () => {
    const { child, output, ended, go } = await startErasure('exit')
    child.kill('SIGINT')
    while (!output.stderr.includes('9000 of 9001 memories are erased.')) await pause(5)
    go()
    expect(await ended).toBe(130)
  })

  test('a second signal ends it at once', async () => {
    const { child, output, ended, go } = await startErasure('cat')
    child.kill('SIGINT')
    while (!output.stderr.includes('9000 of 9001 memories are erased.')) await pause(5)
    child.kill('SIGTERM')
    expect(await ended).toBe(143)
    go()
  })
})

test('a signal after the work, while the output is read, adds nothing to it', async () => {
  const { url } = await startScriptedServer(erasure([], 9000, null), erasure(IDS, 0, 'the-receipt'))
  const { env } = createUser({ url, key: newKey().key })
  const { child, output, ended, closed, go } = startPiped(env, 'read -r first; echo "$first"; read -r _ <&3; cat')
  while (!output.stdout.includes('{')) await pause(5)
  child.kill('SIGINT')
  go()
  await closed
  expect([0, 130]).toContain(await ended)
  expect(JSON.parse(output.stdout)).toEqual({ erased: 9000, memory_ids: IDS, receipts: ['the-receipt'] })
})
