import { addKeyUsage, type NewUsage } from '../../db/key-usage'
import { type CallCounts, insertRequests, type NewRequest } from '../../db/request-log'
import { db, log, singleton } from '../process'
import { findOwnSecrets } from '../redaction/find-own-secrets'
import { findProviderSecrets } from '../redaction/provider-secrets'
import { MOST_CALLS, MOST_ERRORS, offer, pathOfRoute, type Sample } from './rules'

const EVERY_MS = 1_000
/** Calls of more teams than this between two writes are not counted, nor are addresses of keys beyond the second number. */
const MOST_TEAMS = 2_000
const MOST_USES = 2_000

/** A call of the API that was handled, or a page that failed, as far as the request log has it: no body, no query, no credential. */
export interface HandledCall {
  requestId: string
  method: string
  /** The folder of the route: a pattern without ids. */
  route: string
  status: number
  code: string | undefined
  milliseconds: number
  teamId: string
  keyId: string | undefined
  sessionId: string | undefined
  agentName: string | undefined
  address: string | null
  /** The code that a failed page showed. */
  digest?: string | undefined
}

interface Recorded extends HandledCall {
  finishedMs: number
}

/** What a team did since the last write. */
interface TeamCalls extends CallCounts {
  sample: Sample<Recorded>
  errorSample: Sample<Recorded>
  /** Counts by key and address. */
  usage: Map<string, NewUsage>
}

/** The calls of this process that are not written yet, by team. */
const queue = () => singleton('requestQueue', () => ({ teams: new Map<string, TeamCalls>(), lastWrite: Promise.resolve() }))

/** Adds a call to those that are written soon. It never waits and never fails: the numbers of teams, addresses and calls that it keeps are limited. */
export function recordCall(call: HandledCall): void {
  const team = callsOf(call.teamId)
  if (team === undefined) return
  const isError = call.status >= 400
  const counts = { calls: 1, errors: isError ? 1 : 0 }
  addCounts(team, counts)
  if (call.keyId !== undefined) addUsage(team, { key_id: call.keyId, address: call.address ?? '', ...counts })
  const recorded = { ...call, finishedMs: performance.now() }
  if (isError) offer(team.errorSample, recorded, MOST_ERRORS)
  else offer(team.sample, recorded, MOST_CALLS)
}

function callsOf(teamId: string): TeamCalls | undefined {
  const { teams } = queue()
  const known = teams.get(teamId)
  if (known !== undefined || teams.size >= MOST_TEAMS) return known
  const team: TeamCalls = { calls: 0, errors: 0, sample: emptySample(), errorSample: emptySample(), usage: new Map() }
  teams.set(teamId, team)
  return team
}

const emptySample = (): Sample<Recorded> => ({ items: [], offered: 0 })

function addCounts(to: CallCounts, { calls, errors }: CallCounts): void {
  to.calls += calls
  to.errors += errors
}

function addUsage({ usage }: TeamCalls, added: NewUsage): void {
  const name = usage.size < MOST_USES ? `${added.key_id} ${added.address}` : `${added.key_id} `
  const known = usage.get(name)
  if (known) addCounts(known, added)
  else usage.set(name, usage.size < MOST_USES ? added : { ...added, address: '' })
}

/** Writes the calls of this process every second, until the returned function is called. */
export function startRequestLog(): () => void {
  const timer = setInterval(() => {
    if (queue().teams.size > 0) void writeCalls()
  }, EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Writes the calls that are not written yet, after a write that is running. Calls of teams for which that fails are still counted with the next write, but not recorded. */
export function writeCalls(): Promise<void> {
  const waiting = queue()
  waiting.lastWrite = waiting.lastWrite.then(async () => {
    const { teams } = waiting
    waiting.teams = new Map()
    for (const [teamId, calls] of teams) await writeTeam(teamId, calls)
  })
  return waiting.lastWrite
}

async function writeTeam(teamId: string, calls: TeamCalls): Promise<void> {
  const { sample, errorSample, usage } = calls
  const unwritten = { calls: calls.calls, errors: calls.errors, usage: [...usage.values()] }
  try {
    await insertRequests(db(), teamId, [...errorSample.items, ...sample.items].map(toRow), calls)
    unwritten.calls = 0
    unwritten.errors = 0
    if (usage.size > 0) await addKeyUsage(db(), teamId, unwritten.usage)
  } catch {
    log().warn({ teamId }, 'calls could not be recorded in the request log')
    const team = callsOf(teamId)
    if (team === undefined) return
    addCounts(team, unwritten)
    for (const use of unwritten.usage) addUsage(team, use)
  }
}

/** An agent in a path is what the caller sent, perhaps a secret by mistake. */
const isSafeName = (name: string) =>
  /^[A-Za-z0-9_-]{1,64}$/.test(name) && findOwnSecrets(name).length === 0 && findProviderSecrets(name).length === 0

function toRow(call: Recorded): NewRequest {
  const { requestId, method, route, status, code, milliseconds, keyId, sessionId, agentName, address, digest, finishedMs } = call
  return {
    id: requestId,
    age_ms: performance.now() - finishedMs,
    method,
    route: pathOfRoute(route),
    status,
    code: code ?? null,
    ms: Math.round(milliseconds * 10) / 10,
    key_id: keyId ?? null,
    session_id: sessionId ?? null,
    agent: agentName !== undefined && isSafeName(agentName) ? agentName : null,
    address,
    digest: digest ?? null,
  }
}
