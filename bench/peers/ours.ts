import { readFileSync } from 'node:fs'
import { type Call, type MeasuredTeam, productCalls, shortCount } from '../calls'
import { type FillSize, readingAgents, SMALL_AGENT_MEMORIES } from '../fill'
import { overHttp } from '../measure'
import { apiGet, withKey } from '../requests'
import type { Contender, OperationName } from './peer'

export const OURS = 'memanto'

/** Our version. */
export const ourVersion = () => (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version

/** The team that our calls are measured in. It has a history, while the peers begin empty. */
export const OUR_SIZE: FillSize = { sessions: 100_000, memories: SMALL_AGENT_MEMORIES, agentsPerGroup: 60_000 }

export const OUR_NOTE = `as \`npm start\` runs it, in a team with ${shortCount(OUR_SIZE.sessions)} sessions. Keys: GET /agents/{id}, which also reads the agent. Creating: activate of an agent without a session, which verifies a key, counts, writes a timeline and signs a token. Memories: remember and recall, which check the session and write a timeline.`

const CALL_OF: Record<Exclude<OperationName, 'verify an API key'>, string> = {
  'create a session': 'activate, opening',
  'read a session': 'session/current',
  'add a memory': 'remember',
  'search 1,000 memories': `recall, ${shortCount(SMALL_AGENT_MEMORIES)} memories`,
}

/** What our product does for each operation. */
export async function ourContenders(measured: MeasuredTeam): Promise<Contender[]> {
  const { origin, team } = measured
  const calls = await productCalls(measured)
  const verify = readingAgents.map((agent) => apiGet(`/agents/${agent}`, withKey(team.key)))
  const byCalls = Object.entries(CALL_OF).map(([operation, name]) => ({
    operation: operation as OperationName,
    run: overHttp({ origin, requests: requestsOf(calls, name) }),
  }))
  return [{ operation: 'verify an API key', run: overHttp({ origin, requests: { inTurns: verify } }) }, ...byCalls]
}

function requestsOf(calls: Call[], name: string) {
  const call = calls.find((one) => one.name === name)
  if (call === undefined) throw new Error(`There is no call "${name}".`)
  return call.requests
}
