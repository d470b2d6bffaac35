import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, expect } from 'vitest'
import { api, callOk, startSession, statusAndCode } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { NO_RATE_LIMITS, TEST_SECRET } from '../../../test/settings'
import { createKey, createTeam } from '../../../test/teams'

const WRITER = fileURLToPath(new URL(`../../../node_modules/.cache/memanto-test/writer-${process.pid}.mjs`, import.meta.url))

const test = base
  .extend('url', { scope: 'file' }, ({ database }) => database.url)
  /** The ids that a writer said were stored, until it was killed in the middle of its work. */
  .extend('untilKilled', ({ url }) => async (agent: string, token: string): Promise<string[]> => {
    const env: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATABASE_URL: url,
      MEMANTO_SECRET: TEST_SECRET,
      LOG_LEVEL: 'silent',
      ...NO_RATE_LIMITS,
    }
    const child = spawn(process.execPath, [WRITER, agent, token], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    const exit = once(child, 'exit')
    const ended = once(child, 'close')
    await Promise.race([exit, expect.poll(() => output.length, { timeout: 60_000 }).toBeGreaterThan(1000)])
    await pause(randomInt(60))
    child.kill('SIGKILL')
    expect(await exit).toEqual([null, 'SIGKILL'])
    await ended
    return output.slice(0, output.lastIndexOf('\n')).split('\n')
  })
test.beforeAll(async () => {
  await mkdir(dirname(WRITER), { recursive: true })
  const entry = fileURLToPath(new URL('../../../test/api/memory-writer.ts', import.meta.url))
  await build({
    entryPoints: [entry],
    outfile: WRITER,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
})
afterAll(() => rm(WRITER, { force: true }))

test('after a process was killed with SIGKILL during writes, everything answered with 200 is stored and counted', async ({
  db,
  untilKilled,
}) => {
  const key = await createKey(db, await createTeam(db))
  for (let round = 0; round < 3; round++) {
    const { agent_id, session_id, session_token: token } = await startSession(key)
    const answered = await untilKilled(agent_id, token)
    expect(answered.length).toBeGreaterThan(30)
    expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'after' } }))).toBe('200')
    const summary = await callOk<{ memories_stored: number }>('POST', `/api/v2/agents/${agent_id}/deactivate`, { key })
    const rows = await db.selectFrom('memories').select('id').where('session_id', '=', session_id).execute()
    const kept = new Set(rows.map(({ id }) => id))
    expect(answered.filter((id) => !kept.has(id))).toEqual([])
    expect(summary.memories_stored).toBe(rows.length)
  }
}, 180_000)
