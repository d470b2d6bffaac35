import { type AuthorizationRequest, NO_PERSON, NO_SECRET } from '../db/session-authorization'
import { rolesWithScope, type Scope } from '../lib/auth/permissions'

/** A session that the server opened for us, as its token tells. */
export interface OpenSession {
  agentName: string
  token: string
  id: string
  teamId: string
  keyId: string
}

/** Activates agents, one after the other, for a whole day. */
export async function openSessions(origin: string, key: string, agentNames: string[]): Promise<OpenSession[]> {
  const opened: OpenSession[] = []
  for (const name of agentNames) opened.push(await openSession(origin, key, name))
  return opened
}

/** Activates an agent for a whole day. */
export async function openSession(origin: string, key: string, agentName: string): Promise<OpenSession> {
  const answer = await fetch(`${origin}/api/v2/agents/${agentName}/activate?duration_hours=24`, {
    method: 'POST',
    headers: { 'x-api-key': key },
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`Agent ${agentName} could not be activated: ${text}`)
  const { session_token: token } = JSON.parse(text) as { session_token: string }
  const [, payload = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { session_id: string; team_id: string; via: string }
  return { agentName, token, id: claims.session_id, teamId: claims.team_id, keyId: claims.via.replace('key:', '') }
}

/** What the product asks its database with to authorize a call in this session; without a scope and a path as session/current does. */
export function authorizationOf({ agentName, id, teamId, keyId }: OpenSession, scope?: Scope): AuthorizationRequest {
  return {
    teamId,
    sessionId: id,
    agentName: scope ? agentName : '',
    issuedToKeyId: keyId,
    issuedToPersonId: NO_PERSON,
    scope: scope ?? '',
    rolesWithScope: scope ? rolesWithScope(scope) : [],
    companionKeyId: '',
    companionSecretHash: NO_SECRET,
    address: '127.0.0.1',
  }
}
