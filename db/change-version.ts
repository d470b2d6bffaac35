import { type RawBuilder, sql } from 'kysely'
import { isActive, isExpiring } from './fragments'
import type { Db } from './schema'

/** What a page follows: one agent by its public id, one session, or the whole team, and then also every change that the audit log has. */
export interface ChangeScope {
  agent?: string | undefined
  session?: string | undefined
  withAudit?: boolean | undefined
}

/** Returns a text that changes as soon as something happens in the scope, or one of its sessions is about to expire or expires. */
export async function readChangeVersion(db: Db, teamId: string, scope: ChangeScope): Promise<string> {
  const { otherThanSessions, isInScope } = versionParts(teamId, scope)
  const { rows } = await sql<{ version: string }>`
    select md5(concat_ws('|', (${otherThanSessions}), (
      select concat_ws('|', count(*), max(s.expires_at), sum(s.extensions), sum(extract(epoch from s.expires_at)),
        count(*) filter (where ${sql.raw(isActive('s', 'clock.now'))}), count(*) filter (where ${sql.raw(isExpiring('s', 'clock.now'))}))
      from (select memanto_now() as now) clock cross join sessions s
      where s.team_id = ${teamId} and s.ended_at is null and ${isInScope}
    ), (
      select concat_ws('|', sum(c.stored), sum(c.retrieved), sum(c.recalls))
      from sessions s join session_counters c on c.team_id = ${teamId} and c.session_id = s.id
      where s.team_id = ${teamId} and s.ended_at is null and ${isInScope}
    ))) as version`.execute(db)
  return rows[0]?.version ?? ''
}

interface VersionParts {
  /** What is not about open sessions, read in a few steps in an index. */
  otherThanSessions: RawBuilder<unknown>
  /** Which of the open sessions `s` belong to the scope. */
  isInScope: RawBuilder<unknown>
}

function versionParts(teamId: string, { agent, session, withAudit = false }: ChangeScope): VersionParts {
  if (session !== undefined) return partsOfSession(teamId, session)
  return agent === undefined ? partsOfTeam(teamId, withAudit) : partsOfAgent(teamId, agent)
}

const partsOfSession = (teamId: string, id: string): VersionParts => ({
  otherThanSessions: sql`select concat_ws('|', s.ended_at, s.end_note, (select max(id) from session_events where team_id = ${teamId} and session_id = ${id}))
    from sessions s where s.team_id = ${teamId} and s.id = ${id}`,
  isInScope: sql`s.id = ${id}`,
})

const partsOfAgent = (teamId: string, name: string): VersionParts => ({
  otherThanSessions: sql`select concat_ws('|', count(a.deleted_at), max(a.updated_at), sum(a.session_count), sum(a.settled_memories), max((
      select max(m.updated_at) from memories m where m.team_id = ${teamId} and m.agent_row_id = a.id and m.updated_at > m.created_at)))
    from agents a where a.team_id = ${teamId} and a.name = ${name}`,
  isInScope: sql`s.agent_row_id in (select id from agents where team_id = ${teamId} and name = ${name})`,
})

const partsOfTeam = (teamId: string, withAudit: boolean): VersionParts => ({
  otherThanSessions: sql`select concat_ws('|', (select max(started_at) from sessions where team_id = ${teamId}),
    (select max(ended_at) from sessions where team_id = ${teamId} and ended_at is not null),
    (select max(created_at) from agents where team_id = ${teamId} and deleted_at is null)${withAudit ? sql`, (select max(at) from audit_log where team_id = ${teamId})` : sql``})`,
  isInScope: sql`true`,
})
