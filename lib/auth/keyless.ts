import { createHash } from 'node:crypto'
import { findKeyToCheck, insertKeyIfMissing, type KeyToCheck } from '../../db/api-keys'
import { SYSTEM_ACTOR } from '../../db/constants'
import { NO_SECRET } from '../../db/session-authorization'
import { findTeamsByName } from '../../db/teams'
import type { RequestContext } from '../context'
import { isLoopback } from '../env'
import { fail } from '../errors'
import { recordEvent } from '../events'
import type { SentCredential } from '../limits/admission'
import { db, settings } from '../process'
import { newKey } from './api-key-format'
import { identityOf, requireUsable } from './authenticate-key'
import { formatGrantee } from './grantee'
import { describeKey, keyTarget } from './key-events'
import { SCOPES } from './permissions'
import type { Identity } from './principal'

/** How a request without a key was received, to decide whether it comes from this machine. */
export interface Origin {
  headers: Headers
  /** Address of the TCP peer; null when it is not known reliably. */
  peer: string | null
  isForwarded: boolean
}

/**
 * Returns the name of the team for which a request without a key acts: MEMANTO_KEYLESS_TEAM, for requests from this machine.
 * @throws missing_api_key for any other request
 */
export function requireKeylessTeam(origin: Origin): string {
  const team = settings().MEMANTO_KEYLESS_TEAM
  if (team === undefined || !isFromThisMachine(origin))
    fail('missing_api_key', 'Send an API key as "Authorization: Bearer mk_live_…". Owners and admins of your team can create one.')
  return team
}

/** Returns the credential for admission of requests without a key. */
export function keylessCredential(team: string, context: RequestContext): SentCredential {
  const identify = async () => {
    const { id, team_id } = await keylessKey(team, context)
    return { teamId: team_id, issuedTo: formatGrantee({ kind: 'key', id }) }
  }
  return { digest: `keyless ${team}`, isSigned: true, identify }
}

/**
 * Identifies the caller of a request without a key, and records that its key was used.
 * @throws missing_api_key unless exactly one team has the name, api_key_revoked, address_not_allowed
 */
export async function authenticateKeyless(team: string, context: RequestContext): Promise<Identity> {
  return { ...identityOf(await keylessKey(team, context), context), scopes: SCOPES }
}

/**
 * Returns the key that stands for requests without a key, and creates it on first use. Nobody knows its secret, but it can be revoked and limited like any key.
 */
async function keylessKey(teamName: string, context: RequestContext): Promise<KeyToCheck> {
  const [team, another] = await findTeamsByName(db(), teamName)
  if (team === undefined || another) fail('missing_api_key', 'MEMANTO_KEYLESS_TEAM must be the name of exactly one team on this server.')
  const id = createHash('sha256').update(`keyless ${team.id}`).digest('hex').slice(0, 10)
  const find = () => findKeyToCheck(db(), { id, secretHash: NO_SECRET, address: context.clientAddress })
  const known = await find()
  if (known === undefined) await createKey(team.id, id, context)
  const key = known ?? (await find())
  if (key !== undefined && key.team_id !== team.id)
    fail('missing_api_key', 'Keyless access is not possible for this team. Send an API key.')
  return requireUsable(key && { ...key, is_current: true }, context, 'Keyless access was revoked. Send an API key.')
}

/** Of several first calls at once, one creates the key and records it. */
async function createKey(teamId: string, id: string, context: RequestContext): Promise<void> {
  const { secretHash, lastFour } = newKey(id).parts
  const row = { team_id: teamId, id, name: 'Keyless (this machine)', secret_hash: secretHash, last_four: lastFour, scopes: [...SCOPES] }
  await db()
    .transaction()
    .execute(async (tx) => {
      const created = await insertKeyIfMissing(tx, { ...row, created_by_name: 'MEMANTO_KEYLESS_TEAM' })
      if (created === undefined) return
      const event = { kind: 'key.issued', target: keyTarget(created), after: describeKey(created) } as const
      await recordEvent(tx, { teamId, actor: SYSTEM_ACTOR }, context, event)
    })
}

/** `isForwarded` comes from our server, because Next adds such headers itself. */
function isFromThisMachine({ headers, peer, isForwarded }: Origin): boolean {
  const host = headers.get('host') ?? ''
  if (peer === null || isForwarded || !isLoopback(peer) || !isLoopback(host.replace(/:\d+$/, ''))) return false
  return !headers.has('via') && !isFromBrowser(headers)
}

/** Sec-Fetch-Mode is not checked, because fetch in Node always sends it. Browsers send Sec-Fetch-Dest with every request of a page or a person. */
function isFromBrowser(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  const isFromAnotherSite = site !== null && site !== 'none' && site !== 'same-origin'
  return isFromAnotherSite || ['origin', 'sec-fetch-dest', 'sec-fetch-user'].some((name) => headers.has(name))
}
