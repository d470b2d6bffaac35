import { CompiledQuery } from 'kysely'
import { addToTimeline, lifeEnd } from './fragments'
import type { Db } from './schema'
import {
  type AuthorizationRequest,
  authorizationValues,
  CLIENT_ADDRESS,
  CONTEXT_COLUMNS,
  type SessionContext,
  sessionAuthorization,
} from './session-authorization'
import { hotStatement } from './statement-hooks'

const LATER = `a.expires_at + $11::integer * interval '1 millisecond'`

/** A call that changed the session after the snapshot of this statement leaves it without a row to update. */
const EXTEND_AT_ONCE = hotStatement(
  'extend_at_once',
  `with ${sessionAuthorization({ lock: 'update' })},
extended as (
  update sessions s set expires_at = ${LATER}, extensions = s.extensions + 1
  from authorized a
  where s.team_id = $1::uuid and s.id = a.id and s.ended_at is null and s.expires_at = a.expires_at and ${LATER} <= ${lifeEnd('a', 'a')}
  returning s.team_id, s.id, s.expires_at, a.now
),
event as (${addToTimeline('extended', { amount: '$12::double precision', address: CLIENT_ADDRESS }, 'extended')})
select ${CONTEXT_COLUMNS.map((column) => `v.${column}`).join(', ')},
  v.memories_stored, v.memories_retrieved, v.recalls, v.first_used_at, v.last_used_at, (select expires_at from extended) as extended_until
from verdict v`,
)

/** What a session call found, and the new expiry; null when the session was not extended. */
export interface FoundExtension extends SessionContext {
  extended_until: Date | null
}

interface Extension {
  milliseconds: number
  /** The same as recorded in the timeline. */
  hours: number
}

/**
 * Extends the session of a call and authorizes the call in the same statement, where nothing is to be decided: the session is active, nobody else
 * changes it at the moment, and the whole time fits into its life. Otherwise nothing is written. Undefined when there is no such session.
 */
export async function extendAtOnce(
  db: Db,
  request: AuthorizationRequest,
  { milliseconds, hours }: Extension,
): Promise<FoundExtension | undefined> {
  const values = [...authorizationValues(request), milliseconds, hours]
  const { rows } = await db.executeQuery<FoundExtension>(CompiledQuery.raw(EXTEND_AT_ONCE, values))
  return rows[0]
}
