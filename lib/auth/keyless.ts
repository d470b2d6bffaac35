import { createHash } from 'node:crypto'
import { ensureKey } from '../../db/api-keys'
import { findTeamsByName } from '../../db/teams'
import { newKey } from '../api-keys/format'
import { isLoopback } from '../env'
import { fail } from '../errors'
import { type Notes, notesOf } from '../http/notes'
import { db, settings } from '../process'
import { issuedTo } from '../sessions/token'
import { admitCaller, awaitTurn } from './admission'
import type { Caller } from './caller'
import { SCOPES } from './permissions'

/** Serves clients on this very machine that send no key, where the operator allows it for one team (SPEC §11). */
export async function keylessCaller(request: Request): Promise<Caller<never>> {
  const team = settings().MEMANTO_KEYLESS_TEAM
  const notes = notesOf(request)
  if (team === undefined || !isFromThisMachine(request, notes))
    fail('missing_api_key', 'Send an API key as "Authorization: Bearer mk_live_…". Owners and admins of your team can create one.')
  const identify = async () => {
    const { id, team_id } = await keylessKey(team)
    return { teamId: team_id, issuedTo: issuedTo({ kind: 'key', id }) }
  }
  await admitCaller(request, { digest: `keyless ${team}`, isSigned: true, identify })
  await awaitTurn(request)
  const key = await keylessKey(team)
  Object.assign(notes, { teamId: key.team_id, keyId: key.id })
  return {
    teamId: key.team_id,
    actor: { kind: 'key', id: key.id, name: key.name },
    via: { kind: 'key', id: key.id },
    scopes: SCOPES,
    onlyAgents: null,
    idempotencyKey: request.headers.get('idempotency-key'),
    notes,
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

/** Headers by which proxies tell of a client are noted by our server: Next adds some of its own. */
function isFromThisMachine(request: Request, notes: Notes): boolean {
  const host = request.headers.get('host') ?? ''
  if (notes.peer === null || notes.forwarded || !isLoopback(notes.peer) || !isLoopback(host.replace(/:\d+$/, ''))) return false
  return !request.headers.has('via') && !isFromBrowser(request.headers)
}

/** Sec-Fetch-Mode proves nothing: the fetch of Node always sends it. A browser sends Sec-Fetch-Dest with whatever a page or a person asks for. */
function isFromBrowser(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  const isFromAnotherSite = site !== null && site !== 'none' && site !== 'same-origin'
  return isFromAnotherSite || ['origin', 'sec-fetch-dest', 'sec-fetch-user'].some((name) => headers.has(name))
}
