import type { SessionRow } from '@/lib/sessions/session-row'

const MINUTE_MS = 60_000

/** A session in each state. */
export function sampleSessions(): SessionRow[] {
  const nowMs = Date.now()
  const at = (minutes: number) => new Date(nowMs + minutes * MINUTE_MS).toISOString()
  const active: SessionRow = {
    id: 'sess_active',
    agentName: 'customer-support',
    isAgentDeleted: false,
    state: 'active',
    isExpiringSoon: false,
    startedAt: at(-57),
    expiresAt: at(303),
    endedAt: null,
    endReason: null,
    endNote: null,
    durationSeconds: 57 * 60,
    duration: '57m',
    stored: 12,
    retrieved: 1062,
    recalls: 8,
    extensions: 0,
    firstUsedAt: at(-50),
    lastUsedAt: at(-1),
    openedBy: { kind: 'key', id: 'key', name: 'First key' },
    endedBy: null,
    now: at(0),
  }
  const ended: SessionRow = { ...active, state: 'ended', endedAt: at(-10), endReason: 'deactivated' }
  return [
    active,
    { ...active, id: 'sess_expiring', agentName: 'billing-bot', isExpiringSoon: true, expiresAt: at(12) },
    { ...active, id: 'sess_expired', state: 'expired', endReason: 'expired', startedAt: at(-3 * 24 * 60) },
    { ...ended, id: 'sess_deactivated', agentName: `agent-with-a-${'long-'.repeat(8)}name` },
    {
      ...ended,
      id: 'sess_ended',
      endReason: 'revoked',
      endedBy: { kind: 'person', id: 'ada', name: 'Ada Lovelace' },
      startedAt: at(-500 * 24 * 60),
    },
  ]
}
