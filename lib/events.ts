import { insertAudit, type NewAuditRow } from '../db/audit'
import type { EventKind, Session, Tx } from '../db/schema'
import { insertTimelineEvent } from '../db/session-events'
import type { Actor } from './actor'
import type { RequestContext } from './context'

/** Every event that is recorded: in the timeline of a session, or in the audit log of the team. */
const EVENTS = {
  'session.joined': { timeline: 'joined' },
  'session.extended': { timeline: 'extended' },
  // The statement that ends a session also writes the event of its timeline.
  'session.ended': { audit: true },
  'agent.created': { audit: true },
  'agent.changed': { audit: true },
  'agent.deleted': { audit: true },
  'memory.changed': { audit: true },
  'memory.deleted': { audit: true },
  'memory.restored': { audit: true },
  'memory.superseded': { audit: true },
  'memory.purged': { audit: true },
  'memory.erased': { audit: true },
  'memory.approved': { audit: true },
  'key.issued': { audit: true },
  'key.rotated': { audit: true },
  'key.revoked': { audit: true },
  'key.rate_limit_changed': { audit: true },
  'key.memory_trust_changed': { audit: true },
  'key.networks_changed': { audit: true },
  'key.refused': { audit: true },
  'team.founded': { audit: true },
  'team.changed': { audit: true },
  'team.deleted': { audit: true },
  'invite.made': { audit: true },
  'invite.withdrawn': { audit: true },
  'member.joined': { audit: true },
  'member.left': { audit: true },
  'member.removed': { audit: true },
  'member.role_changed': { audit: true },
  'person.renamed': { audit: true },
  'person.password_changed': { audit: true },
  'person.password_chosen': { audit: true },
  'person.password_link_made': { audit: true },
  'person.signed_in': { audit: true },
  'person.sign_in_failed': { audit: true },
  'person.signed_out': { audit: true },
  'person.signed_out_everywhere': { audit: true },
  'audit.exported': { audit: true },
  'sessions.exported': { audit: true },
  'summaries.exported': { audit: true },
  'memories.exported': { audit: true },
  'memories.import_started': { audit: true },
  'memories.import_refused': { audit: true },
  'memories.imported': { audit: true },
} as const satisfies Record<string, { timeline?: EventKind; audit?: true }>

type KindsWith<Place extends string> = {
  [Kind in keyof typeof EVENTS]: Place extends keyof (typeof EVENTS)[Kind] ? Kind : never
}[keyof typeof EVENTS]

/** Codes of the audit log, such as `key.revoked`. */
export type AuditAction = KindsWith<'audit'>

/** The thing that an event is about. */
interface EventTarget {
  kind: string
  id: string
  name: string
}

/** An event for the audit log. It must not contain a secret. */
export interface AuditedEvent {
  kind: AuditAction
  target: EventTarget
  /** Fields before and after the change. */
  before?: object
  after?: object
}

/** An event for the timeline of a session. */
export interface SessionEvent {
  kind: KindsWith<'timeline'>
  session: Pick<Session, 'team_id' | 'id'>
  /** Who caused it; the author when absent. */
  by?: Pick<Actor, 'kind' | 'id'>
  amount?: number
}

/** The team of an event, and who caused it. */
export interface Author {
  teamId: string
  actor: Actor
  /** The key or person whose credential was used. In the audit log it stands for an agent, which acts with its session token. */
  issuedTo?: Pick<Actor, 'kind' | 'id'>
}

type Source = Pick<RequestContext, 'requestId' | 'clientAddress'>

/**
 * Records events in the transaction in which they happen, each in the session's timeline or the team's audit log as EVENTS defines. The
 * statements that open, renew or end a session, remember or recall write its timeline themselves.
 */
export async function recordEvent(tx: Tx, author: Author, context: Source, ...events: (AuditedEvent | SessionEvent)[]): Promise<void> {
  const audited = events.filter((event) => 'target' in event)
  if (audited.length > 0)
    await insertAudit(
      tx,
      audited.map((event) => auditRow(author, context, event)),
    )
  for (const event of events) if ('session' in event) await recordInTimeline(tx, author, context, event)
}

async function recordInTimeline(tx: Tx, { actor }: Author, { clientAddress }: Source, event: SessionEvent): Promise<void> {
  const { kind, session, by = actor, amount = 0 } = event
  await insertTimelineEvent(tx, session, { kind: EVENTS[kind].timeline, amount, by, address: clientAddress })
}

function auditRow(
  { teamId, actor, issuedTo }: Author,
  { clientAddress, requestId }: Source,
  { kind, target, before, after }: AuditedEvent,
): NewAuditRow {
  const by = actor.kind === 'agent' && issuedTo !== undefined ? { ...issuedTo, name: null } : actor
  return {
    team_id: teamId,
    by_kind: by.kind,
    by_id: by.id,
    by_name: by.name,
    action: kind,
    target_kind: target.kind,
    target_id: target.id,
    target_name: target.name,
    address: clientAddress,
    request_id: requestId,
    before: before ? JSON.stringify(before) : null,
    after: after ? JSON.stringify(after) : null,
  }
}
