import type { GateParameters } from '../db/session-gate'
import { rolesWithScope, type Scope } from '../lib/auth/permissions'

/** A session that the server opened for us, as its token tells. */
export interface OpenSession {
  agentName: string
  token: string
  id: string
  teamId: string
  viaKeyId: string
}

/** Activates agents, one after the other, for a whole day. */
export async function openSessions(origin: string, key: string, agentNames: string[]): Promise<OpenSession[]> {
  const opened: OpenSession[] = []
  for (const name of agentNames) opened.push(await openSession(origin, key, name))
  return opened
}

async function openSession(origin: string, key: string, agentName: string): Promise<OpenSession> {
  const answer = await fetch(`${origin}/api/v2/agents/${agentName}/activate?duration_hours=24`, {
    method: 'POST',
    headers: { 'x-api-key': key },
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Agent ${agentName} could not be activated: ${text}`)
  const { session_token: token } = JSON.parse(text) as { session_token: string }
  const [, payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { session_id: string; team_id: string; via: string }
  return { agentName, token, id: claims.session_id, teamId: claims.team_id, viaKeyId: claims.via.replace('key:', '') }
}

/** What the product asks its gate with for a call in this session. */
export function gateOf({ agentName, id, teamId, viaKeyId }: OpenSession, scope: Scope): GateParameters {
  const beside = { besideKeyId: null, besideSecretHash: null }
  return { teamId, sessionId: id, agentName, viaKeyId, viaPersonId: null, scope, rolesWithScope: rolesWithScope(scope), ...beside }
}
