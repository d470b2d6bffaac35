import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../db/client'
import { startEmbedded } from '../../db/embedded'
import { codeOf } from '../../db/error-code'
import { migrate } from '../../db/migrate'
import type { Db } from '../../db/schema'
import { atEnd } from '../../test/at-end'
import { api, createAgent, statusAndCode } from '../../test/calls'
import { type ServerProcess, startServer, waitForStatus, waitUntilReady } from '../../test/server/process'
import { adoptTestSettings, TEST_SECRET } from '../../test/settings'
import { createKey, createTeam } from '../../test/teams'

let database: { url: string; dataDir: string }
let db: Db

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-frozen-'))
  chmodSync(folder, 0o755)
  const embedded = await startEmbedded(folder)
  database = embedded
  ;({ db } = connect({ url: embedded.url, poolSize: 2, prepared: false, waitMs: 10_000 }))
  atEnd(async () => {
    await db.destroy()
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  await migrate(db)
  adoptTestSettings({}, embedded.url)
})

const start = async () => waitUntilReady(await startServer({ DATABASE_URL: database.url, MEMANTO_SECRET: TEST_SECRET }))

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const started = performance.now()
  return [await work, performance.now() - started]
}

describe('a process that freezes in the middle of a transaction', () => {
  test('blocks the same agent in other processes for less than ten seconds, in which they answer 503 with Retry-After', async () => {
    const team = await createTeam(db)
    const key = await createKey(db, team)
    const agent = await createAgent(key)
    const server = await start()
    const held = fetch(`${server.url}/api/v2/hold?team=${team}&agent=${agent}`)
    await expect.poll(idleTransactions).toBe(1)
    server.child.kill('SIGSTOP')
    const frozen = performance.now()
    const answers: string[] = []
    while (answers.at(-1) !== '200') {
      const answer = await api.call('POST', `/api/v2/agents/${agent}/activate`, { key })
      answers.push(statusAndCode(answer))
      if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('1')
    }
    expect(performance.now() - frozen).toBeLessThan(30_000) // ten seconds where nothing else runs
    expect([...new Set(answers)]).toEqual(['503 overloaded', '200'])

    server.child.kill('SIGCONT')
    const late = await held
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1'])
  })

  async function idleTransactions(): Promise<number> {
    const { rows } = await sql<{ idle: number }>`
      select count(*) as idle from pg_stat_activity where state = 'idle in transaction' and application_name = 'memanto'`.execute(db)
    return rows[0]?.idle ?? 0
  }
})

describe('a database that freezes', () => {
  test('does not stop /ready from answering within two seconds; requests get 503 with Retry-After, and succeed again afterwards', async () => {
    const server = await start()
    await freeze(server, async () => {
      const waiting = Array.from({ length: 3 }, () => fetch(`${server.url}/api/v2/database`))
      for (let asked = 0; asked < 3; asked++) {
        const [answer, milliseconds] = await timed(fetch(`${server.url}/ready`))
        expect([answer.status, (await answer.json()).detail]).toEqual([503, 'The database does not answer.'])
        expect(milliseconds).toBeLessThan(15_000) // two seconds where nothing else runs; requests wait for 20
      }
      for (const answer of await Promise.all(waiting)) expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    })
    expect((await fetch(`${server.url}/api/v2/database`)).status).toBe(200)
  })

  /** A backend may end between its listing and its signal. */
  function signalIfRunning(pid: number, name: NodeJS.Signals): void {
    try {
      process.kill(pid, name)
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error
    }
  }

  /** Freezes every process of the database while the work runs, then waits until the server is ready again. */
  async function freeze(server: ServerProcess, whileFrozen: () => Promise<void>): Promise<void> {
    const [postmaster = ''] = readFileSync(join(database.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
    const backends = execFileSync('pgrep', ['-P', postmaster], { encoding: 'utf8' }).trim().split('\n')
    const signal = (name: NodeJS.Signals) => {
      for (const pid of [postmaster, ...backends]) signalIfRunning(Number(pid), name)
    }
    signal('SIGSTOP')
    try {
      await whileFrozen()
    } finally {
      signal('SIGCONT')
    }
    await waitForStatus(server, '/ready', 200)
  }
})
