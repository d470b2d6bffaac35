import { randomUUID } from 'node:crypto'
import type { Tx } from './schema'
import { SAMPLE_AGENTS } from './seed-texts'

const HOURS = 14 * 24
const HOUR_MS = 3_600_000
/** The address from which the sample's calls came, of a network for documentation. */
const ADDRESS = '192.0.2.10'

const ERRORS = [
  { route: '/api/v2/agents/{agent_id}/remember', status: 401, code: 'session_expired' },
  { route: '/api/v2/agents/{agent_id}/recall', status: 409, code: 'no_active_session' },
  { route: '/api/v2/agents/{agent_id}/remember', status: 422, code: 'invalid_request' },
]

/** Fills the request log of a sample team and the usage of its key: how many calls there were in each hour of two weeks, and the errors among them. */
export async function insertSampleRequests(tx: Tx, teamId: string, keyId: string, now: Date, random: () => number): Promise<void> {
  const failed: Date[] = []
  const days = new Map<string, { calls: number; errors: number; last_at: Date }>()
  for (let back = HOURS; back >= 0; back--) {
    const hour = new Date(Math.floor((now.getTime() - back * HOUR_MS) / HOUR_MS) * HOUR_MS)
    const calls = 4 + Math.floor(random() * 30)
    const errors = random() < 0.12 ? 1 + Math.floor(random() * 2) : 0
    const latest = Math.min(hour.getTime() + HOUR_MS, now.getTime())
    for (let nth = 0; nth < errors; nth++) failed.push(new Date(hour.getTime() + random() * (latest - hour.getTime())))
    await tx.insertInto('request_hours').values({ team_id: teamId, hour, calls, errors, recorded: errors }).execute()
    const day = hour.toISOString().slice(0, 10)
    const before = days.get(day) ?? { calls: 0, errors: 0 }
    days.set(day, { calls: before.calls + calls, errors: before.errors + errors, last_at: new Date(latest) })
  }
  const rows = failed.map((at, nth) => ({
    ...{ team_id: teamId, id: `req_${randomUUID().replaceAll('-', '')}`, at, method: 'POST', ms: Math.round(2 + random() * 20) },
    ...(ERRORS[nth % ERRORS.length] ?? { route: '', status: 400, code: null }),
    ...{ key_id: keyId, session_id: null, agent: SAMPLE_AGENTS[nth % SAMPLE_AGENTS.length]?.name ?? null, address: null, digest: null },
  }))
  if (rows.length > 0) await tx.insertInto('request_log').values(rows).execute()
  const usage = [...days].map(([day, counts]) => ({ team_id: teamId, key_id: keyId, day: new Date(day), address: ADDRESS, ...counts }))
  await tx.insertInto('key_usage').values(usage).execute()
}
