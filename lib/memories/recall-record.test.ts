import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { listLatest } from '../../db/memory-lists'
import { recallByTime } from '../../db/recall-by-time'
import type { Db } from '../../db/schema'
import type { AuthorizationRequest } from '../../db/session-authorization'
import { createAgent, db, EVERYTHING, KEY, recallMemories, teamId } from '../../test/recall/recalled-agents'

describe('a recall is recorded', () => {
  test('counters and timeline record how many memories were returned, without the query', async () => {
    const agent = await createAgent()
    await agent.remember('zebra one', 'zebra two', 'zebra three')
    const amounts = [await agent.recall('zebra'), await agent.recall('zebra', { limit: 2 }), await agent.recall('nothing like that')].map(
      (found) => found.length,
    )
    expect(amounts).toEqual([3, 2, 0])
    const recent = await recallByTime(db, agent.call(), { ...EVERYTHING, limit: 1, mode: 'recent', at: null, after: null })
    expect(recent?.memories).toHaveLength(1)
    expect(await counted(db, agent.sessionId())).toEqual({ retrieved: 6, recalls: 4, stored: 3 })
    const events = await db
      .selectFrom('session_events')
      .selectAll()
      .where('session_id', '=', agent.sessionId())
      .where('kind', '=', 'recalled')
      .orderBy('id')
      .execute()
    expect(events.map((event) => event.amount)).toEqual([3, 2, 0, 1])
    expect(events[0]).toMatchObject({ by_kind: 'key', by_id: KEY, address: '10.0.0.1' })
    expect(JSON.stringify(events)).not.toContain('zebra')
  })

  test('recalls at once are all counted', async () => {
    const agent = await createAgent()
    await agent.remember('zebra one', 'zebra two')
    await Promise.all(Array.from({ length: 40 }, () => agent.recall('zebra')))
    expect(await counted(db, agent.sessionId())).toEqual({ retrieved: 80, recalls: 40, stored: 2 })
  })

  test('a recall that finds nothing returns the session', async () => {
    const agent = await createAgent()
    const recalled = await recallMemories(agent.call(), { ...EVERYTHING, query: 'zebra' })
    expect(recalled).toMatchObject({
      session: { id: agent.sessionId(), team_id: teamId, agent_row_id: agent.id, renew_on_use: false },
      memories: [],
    })
    expect(recalled?.session.expires_at).toBeInstanceOf(Date)
    expect(recalled?.session.now).toBeInstanceOf(Date)
  })

  test('a call that is not authorized returns no memories and counts nothing', async () => {
    const agent = await createAgent()
    await agent.remember('zebra')
    const search = { ...EVERYTHING, query: 'zebra', address: null }
    const byTime = { ...search, mode: 'recent', at: null, after: null } as const
    const answers = async (wrong: Partial<AuthorizationRequest>) => [
      await recallMemories({ ...agent.call(), ...wrong }, search),
      await recallByTime(db, { ...agent.call(), ...wrong }, byTime),
    ]
    for (const [wrong, refusal] of [
      [{ agentName: 'other' }, 'wrong_agent'],
      [{ scope: 'sessions:write' }, 'insufficient_scope'],
      [{ issuedToKeyId: 'nobody' }, 'credential_revoked'],
    ] as const)
      for (const answer of await answers(wrong)) expect(answer).toMatchObject({ session: { refusal }, memories: [] })
    for (const wrong of [{ teamId: randomUUID() }, { sessionId: 'sess_x' }]) expect(await answers(wrong)).toEqual([undefined, undefined])
    expect(await counted(db, agent.sessionId())).toEqual({ retrieved: 0, recalls: 0, stored: 1 })
  })

  async function counted(from: Db, sessionId: string) {
    const { rows } = await sql`select sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls, sum(stored)::bigint as stored
      from session_counters where session_id = ${sessionId}`.execute(from)
    return rows[0]
  }
})

describe('by time', () => {
  test('recent lists the newest first, as_of leaves out later memories, changed_since lists the latest change first', async () => {
    const agent = await createAgent()
    for (const content of ['one', 'two', 'three']) await agent.remember(content)
    const day = (date: number) => new Date(Date.UTC(2026, 0, date))
    const at = async (content: string, created: number, updated = created) =>
      db
        .updateTable('memories')
        .set({ created_at: day(created), updated_at: day(updated) })
        .where('agent_row_id', '=', agent.id)
        .where('content', '=', content)
        .execute()
    await at('one', 1, 9)
    await at('two', 2)
    await at('three', 3)
    const listed = async (mode: 'recent' | 'as_of' | 'changed_since', moment: Date | null) => {
      const recalled = await recallByTime(db, agent.call(), { ...EVERYTHING, mode, at: moment, after: null })
      expect(recalled?.memories.every((memory) => memory.score === null)).toBe(true)
      return recalled?.memories.map((memory) => memory.content)
    }
    expect(await listed('recent', null)).toEqual(['three', 'two', 'one'])
    expect(await listed('as_of', day(2))).toEqual(['two', 'one'])
    expect(await listed('as_of', new Date(0))).toEqual([])
    expect(await listed('changed_since', day(2))).toEqual(['one', 'three'])
    expect(await listed('changed_since', day(9))).toEqual([])
  })

  test('pages of a list continue where the last one ended, also among memories of the same moment', async () => {
    const agent = await createAgent()
    await agent.remember(...Array.from({ length: 5 }, (_, nth) => `memory ${nth}`))
    const sought = { teamId, agentName: agent.name, agentRowIds: null }
    const seen: string[] = []
    let from: { time: Date; id: string } | undefined
    for (let rows = await page(from); rows.length > 0; rows = await page(from)) {
      seen.push(...rows.map((memory) => memory.id))
      const last = rows.at(-1)
      from = last && { time: last.created_at, id: last.id }
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)

    async function page(start: typeof from) {
      const found = await listLatest(db, sought, { ...EVERYTHING, limit: 2 }, ['trusted'], start)
      return found?.rows ?? []
    }
  })
})
