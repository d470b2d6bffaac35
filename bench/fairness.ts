import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type pg from 'pg'
import { newKey } from '../lib/auth/api-key-format'
import { hashPassword } from '../lib/people/password'
import type { LoadTask } from './background-load'
import type { OnCleanUp } from './clean-up'
import { openDatabase, prepareDatabase } from './database'
import { signIn } from './login'
import { percentile } from './measure'
import { forkBenchProcess, randomSecret, startProduct } from './processes'
import { apiGet, get, withKey, withToken } from './requests'
import { openSessions } from './sessions'
import { alignedTable } from './table'
import { fillTeam } from './team'

const OPTIONS = {
  seconds: { type: 'string', default: '10' },
  /** With the rate limits that hold where nothing is set; else they are switched off. */
  limits: { type: 'boolean', default: false },
} as const

const owner = { email: 'owner@example.com', password: 'a long enough password' }

export const FAIRNESS_USAGE = `npm run bench -- fairness [options]

What another team's calls and pages wait for while one caller sends without pause.

  --seconds NUMBER   length of each measurement (default 10)
  --limits           with the standard rate limits; else they are switched off
`

/** `npm run bench -- fairness`: what others wait for while one caller asks as fast as it can. */
export async function benchFairness(args: string[], onCleanUp: OnCleanUp): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const { url } = await openDatabase(onCleanUp)
  const keys = await prepareDatabase(url, fillTeams)
  const limits = values.limits ? STANDARD_LIMITS : {}
  const { origin } = await startProduct({ DATABASE_URL: url, MEMANTO_SECRET: randomSecret(), ...limits }, onCleanUp)
  const place = { origin, seconds: Number(values.seconds), ...(await signInQuietTeam(origin, keys.quiet)) }
  const lines: string[][] = []
  for (const [name, connections, requests] of await backgroundLoads(origin, keys.busy)) {
    const crowd = requests.length === 0 ? undefined : await startBackgroundLoad({ origin, connections, requests }, onCleanUp)
    await pause(1_000)
    lines.push([name, ...(await measureQuietTeam(place)), (await crowd?.end()) ?? ''])
    await pause(1_000)
  }
  console.log(alignedTable([HEAD, ...lines]))
}

const STANDARD_LIMITS = { RATE_LIMIT_KEY: '12000', RATE_LIMIT_TEAM: '60000', RATE_LIMIT_ANONYMOUS: '600', RATE_LIMIT_FAILED_AUTH: '60' }
const HEAD = ['', 'session/current p50', 'p99 ms', 'page p50', 'p99 ms', 'the crowd was answered']

/** Two teams with a key each; the owner of the quiet one looks at its pages. */
async function fillTeams(pool: pg.Pool): Promise<{ busy: string; quiet: string }> {
  const passwordHash = await hashPassword(owner.password)
  const busy = await fillTeam(pool, 'Busy')
  const quiet = await fillTeam(pool, 'Quiet')
  await pool.query(
    `with owner as (insert into people (email, name, password_hash) values ($2, 'Ada', $3) returning id)
     insert into memberships (team_id, person_id, role) select $1, id, 'owner' from owner`,
    [quiet.teamId, owner.email, passwordHash],
  )
  return { busy: busy.key, quiet: quiet.key }
}

interface QuietTeam {
  tokens: string[]
  cookie: string
}

async function signInQuietTeam(origin: string, key: string): Promise<QuietTeam> {
  const sessions = await createAndActivate(origin, key, ['quiet-1', 'quiet-2'])
  return { tokens: sessions.map(({ token }) => token), cookie: await signIn(origin, owner) }
}

async function createAndActivate(origin: string, key: string, names: string[]) {
  for (const agent_id of names) {
    const headers = { ...withKey(key), 'content-type': 'application/json' }
    const answer = await fetch(`${origin}/api/v2/agents`, { method: 'POST', headers, body: JSON.stringify({ agent_id }) })
    if (!answer.ok) throw new Error(`Agent ${agent_id} could not be made: ${answer.status}`)
  }
  return openSessions(origin, key, names)
}

/** Who asks as fast as it can: nobody, one key in one and in many spellings, and those whom nobody knows. */
async function backgroundLoads(
  origin: string,
  key: string,
): Promise<[name: string, connections: number, requests: LoadTask['requests']][]> {
  const sessions = await createAndActivate(origin, key, ['busy-1', 'busy-2', 'busy-3', 'busy-4'])
  const spelled = Array.from({ length: 50 }, (_, blanks) => apiGet('/agents', { authorization: `Bearer${' '.repeat(blanks + 1)}${key}` }))
  return [
    ['nobody', 0, []],
    ['400 connections, one key’s sessions', 400, sessions.map((session) => apiGet('/session/current', withToken(session)))],
    ['400 connections, one key in 50 spellings', 400, spelled],
    ['400 connections, keys that are not known', 400, Array.from({ length: 400 }, () => apiGet('/agents', withKey(newKey().key)))],
    ['64 connections, /signin', 64, [get('/signin')]],
    ['64 connections, openapi.json', 64, [get('/api/v2/openapi.json')]],
    ['nobody', 0, []],
  ]
}

/** What another team's calls and pages take meanwhile, asked one after the other. */
async function measureQuietTeam({ origin, seconds, tokens, cookie }: QuietTeam & { origin: string; seconds: number }): Promise<string[]> {
  const until = performance.now() + seconds * 1000
  const [calls, pages] = await Promise.all([
    timeRepeatedly(until, 20, (turn) =>
      requestOnce(`${origin}/api/v2/session/current`, { 'x-session-token': tokens[turn % tokens.length] ?? '' }),
    ),
    timeRepeatedly(until, 100, () => requestOnce(`${origin}/agents`, { cookie })),
  ])
  return [calls, pages].flatMap((sorted) => [percentile(sorted, 50).toFixed(1), `${percentile(sorted, 99).toFixed(1)} (${sorted.length})`])
}

/** Milliseconds of each, sorted, with a pause after each. */
async function timeRepeatedly(until: number, pauseMs: number, work: (turn: number) => Promise<void>): Promise<number[]> {
  const took: number[] = []
  for (let turn = 0; performance.now() < until; turn++) {
    const from = performance.now()
    await work(turn)
    took.push(performance.now() - from)
    await pause(pauseMs)
  }
  return took.sort((a, b) => a - b)
}

async function requestOnce(url: string, headers: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { headers, redirect: 'manual' })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
}

/** Gives how to end it, and what it was answered until then. */
async function startBackgroundLoad(order: LoadTask, onCleanUp: OnCleanUp): Promise<{ end: () => Promise<string> }> {
  const { child, stop } = forkBenchProcess('crowd', order, onCleanUp)
  await once(child, 'message')
  return {
    async end() {
      child.send('how many')
      const [statuses] = (await once(child, 'message')) as [Record<string, number>]
      await stop()
      return Object.entries(statuses)
        .map(([status, count]) => `${count} × ${status}`)
        .join(', ')
    },
  }
}
