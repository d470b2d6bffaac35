import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../../db/client'
import { type EmbeddedDatabase, startEmbedded } from '../../../db/embedded'
import { migrate } from '../../../db/migrate'
import type { Db } from '../../../db/schema'
import { api, startSession, statusAndCode } from '../../../test/calls'
import { adoptTestSettings } from '../../../test/settings'
import { createKey, createTeam } from '../../../test/teams'

/** Generous, because the machine may be busy. */
const PATIENCE = { timeout: 60_000 }

let folder: string
let database: EmbeddedDatabase
let db: Db
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memanto-outage-'))
  // When we are root, the database runs as another user, who must be able to enter the folder; it would have to be elsewhere, where nobody removes it.
  await chmod(folder, 0o755)
  database = await startEmbedded(folder)
  ;({ db } = connect({ url: database.url, poolSize: 2, prepared: false, waitMs: 10_000 }))
  await migrate(db)
  adoptTestSettings({ DATABASE_POOL_SIZE: '8' }, database.url)
})
afterAll(async () => {
  await db.destroy()
  await database.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Stops the database as a crash would: every connection is cut, and only the log is flushed. */
async function crash(): Promise<void> {
  const [pid] = (await readFile(join(database.dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGQUIT')
}

test('when the database restarts under load, calls get 503 with Retry-After, then succeed again, and everything answered with 200 is stored', async () => {
  const { agent_id, session_token: token, session_id } = await startSession(await createKey(db, await createTeam(db)))
  const answers: string[] = []
  const stored: unknown[] = []
  let isOver = false

  async function client(): Promise<void> {
    while (!isOver) {
      const answer = await api.call('POST', `/api/v2/agents/${agent_id}/remember`, { token, json: { content: 'kept' } })
      answers.push(statusAndCode(answer))
      if (answer.status === 200) stored.push(answer.body.memory_id)
      else await pause(5)
    }
  }

  const clients = Array.from({ length: 12 }, client)
  await expect.poll(() => stored.length, PATIENCE).toBeGreaterThan(50)
  await crash()
  await expect.poll(() => answers.filter((answer) => answer !== '200').length, PATIENCE).toBeGreaterThan(10)
  const before = stored.length
  await database.stop()
  database = await startEmbedded(folder)
  await expect.poll(() => stored.length, PATIENCE).toBeGreaterThan(before + 50)
  isOver = true
  await Promise.all(clients)

  expect([...new Set(answers)].filter((answer) => !['200', '503 database_unavailable', '503 overloaded'].includes(answer))).toEqual([])
  const rows = await db.selectFrom('memories').select('id').where('session_id', '=', session_id).execute()
  const kept = new Set<unknown>(rows.map(({ id }) => id))
  expect(stored.filter((id) => !kept.has(id))).toEqual([])
  const { body } = await api.call('GET', '/api/v2/session/current', { token })
  expect(body.memories_stored).toBe(rows.length)
}, 180_000)
