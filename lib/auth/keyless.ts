import { createHash } from 'node:crypto'
import { ensureKey } from '../../db/api-keys'
import { findTeamsByName } from '../../db/teams'
import { isLoopback } from '../env'
import { fail } from '../errors'
import type { SentCredential } from '../limits/admission'
import { db, settings } from '../process'
import { newKey } from './api-key-format'
import { formatGrantee } from './grantee'
import { SCOPES } from './permissions'
import type { Identity } from './principal'

/** How a request without a key reached us, for the decision whether it comes from this machine. */
export interface Origin {
  headers: Headers
  /** The TCP peer; null when nobody vouches for it. */
  peer: string | null
  isForwarded: boolean
}

/**
 * The team that requests without a key from this machine act for, where the operator allows that (MEMANTO_KEYLESS_TEAM).
 * @throws missing_api_key
 */
export function requireKeylessTeam(origin: Origin): string {
  const team = settings().MEMANTO_KEYLESS_TEAM
  if (team === undefined || !isFromThisMachine(origin))
    fail('missing_api_key', 'Send an API key as "Authorization: Bearer mk_live_…". Owners and admins of your team can create one.')
  return team
}

/** Requests without a key, for admission. */
export function keylessCredential(team: string): SentCredential {
  const identify = async () => {
    const { id, team_id } = await keylessKey(team)
    return { teamId: team_id, issuedTo: formatGrantee({ kind: 'key', id }) }
  }
  return { digest: `keyless ${team}`, isSigned: true, identify }
}

/** Identifies a request without a key. @throws missing_api_key, api_key_revoked */
export async function authenticateKeyless(team: string): Promise<Identity> {
  const key = await keylessKey(team)
  return {
    teamId: key.team_id,
    actor: { kind: 'key', id: key.id, name: key.name },
    issuedTo: { kind: 'key', id: key.id },
    scopes: SCOPES,
    agentRowIds: null,
  }
}

/** Tokens are always issued to someone who can be revoked: here a key row whose secret nobody has. */
async function keylessKey(teamName: string) {
  const [team, another] = await findTeamsByName(db(), teamName)
  if (team === undefined || another) fail('missing_api_key', 'MEMANTO_KEYLESS_TEAM must be the name of exactly one team on this server.')
  const id = createHash('sha256').update(`keyless ${team.id}`).digest('hex').slice(0, 10)
  const { secretHash, lastFour } = newKey(id).parts
  const row = {
    team_id: team.id,
    id,
    name: 'Keyless (this machine)',
    secret_hash: secretHash,
    last_four: lastFour,
    scopes: [...SCOPES],
    created_by_name: 'MEMANTO_KEYLESS_TEAM',
  }
  const key = await ensureKey(db(), row)
  if (key.revoked_at !== null) fail('api_key_revoked', 'Keyless access was revoked. Send an API key.')
  return key
}

/** Headers by which proxies name a client are noted by our server, because Next adds some of its own. */
function isFromThisMachine({ headers, peer, isForwarded }: Origin): boolean {
  const host = headers.get('host') ?? ''
  if (peer === null || isForwarded || !isLoopback(peer) || !isLoopback(host.replace(/:\d+$/, ''))) return false
  return !headers.has('via') && !isFromBrowser(headers)
}

/** Sec-Fetch-Mode proves nothing, because the fetch of Node always sends it. A browser sends Sec-Fetch-Dest with whatever a page or a person requests. */
function isFromBrowser(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  const isFromAnotherSite = site !== null && site !== 'none' && site !== 'same-origin'
  return isFromAnotherSite || ['origin', 'sec-fetch-dest', 'sec-fetch-user'].some((name) => headers.has(name))
}
