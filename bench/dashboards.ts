import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { OnCleanUp } from './clean-up'
import { openDatabase, prepareDatabase } from './database'
import { owner, prepareHistory, STANDARD_SESSIONS } from './history'
import { signIn } from './login'
import { percentile } from './measure'
import { readCount } from './options'
import { randomSecret, startProduct } from './processes'
import { alignedTable } from './table'

/** As app/_ui/live.tsx asks. */
const POLL_EVERY_MS = 4_000
const TICKS_PER_SECOND = 100

export const DASHBOARDS_USAGE = `npm run bench -- dashboards [options]

The CPU that open dashboards of a large team cost while nothing happens, and while something happens each second. Linux only.

  --open NUMBER      dashboards (default 200)
  --seconds NUMBER   length of each of the two measurements (default 30)
  --sessions NUMBER  sessions of the team, and as many memories (default 1000000)
  --data FOLDER      keeps the filled database in this folder, or uses the one that is there
`

/** `npm run bench -- dashboards`: what open dashboards cost while nothing happens, and while something happens all the time. Linux only. */
export async function benchDashboards(args: string[], onCleanUp: OnCleanUp): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const [open, seconds, sessions] = [
    readCount('open', values.open),
    readCount('seconds', values.seconds),
    readCount('sessions', values.sessions),
  ]
  const { url, postmasterPid } = await openDatabase(onCleanUp, values.data)
  await prepareDatabase(url, (pool, db) => prepareHistory(pool, db, sessions))
  const { origin, pid } = await startProduct({ DATABASE_URL: url, MEMANTO_SECRET: randomSecret() }, onCleanUp)
  const setup = { origin, pid, postmasterPid, cookie: await signIn(origin, owner), seconds }
  const lines = [await measureFollowers('nothing happens', open, setup, async () => {})]
  lines.push(await measureFollowers('something happens each second', open, setup, countRecall(url)))
  console.log(alignedTable([HEAD, ...lines]))
}

const OPTIONS = {
  data: { type: 'string' },
  open: { type: 'string', default: '200' },
  seconds: { type: 'string', default: '30' },
  sessions: { type: 'string', default: STANDARD_SESSIONS },
} as const
const HEAD = ['', 'polls/s', 'p50 ms', 'p95 ms', 'dashboards made/s', 'server CPU', 'database CPU']

interface Setup {
  origin: string
  pid: number
  postmasterPid: number
  cookie: string
  seconds: number
}

/** One line: what so many followers saw and cost within the time. */
async function measureFollowers(what: string, followers: number, setup: Setup, causeEvent: () => Promise<void>): Promise<string[]> {
  const observed: Observed = { polls: [], reloads: 0 }
  const until = performance.now() + setup.seconds * 1000
  const happening = everySecond(until, causeEvent)
  const before = cpuSeconds(setup)
  await Promise.all(Array.from({ length: followers }, (_, place) => follower(setup, (place * POLL_EVERY_MS) / followers, until, observed)))
  await happening
  const after = cpuSeconds(setup)
  const sorted = observed.polls.sort((a, b) => a - b)
  const share = (part: keyof Cpu) => `${Math.round(((after[part] - before[part]) / setup.seconds) * 100)} % of a core`
  const figures = [(sorted.length / setup.seconds).toFixed(1), percentile(sorted, 50).toFixed(1), percentile(sorted, 95).toFixed(1)]
  return [what, ...figures, (observed.reloads / setup.seconds).toFixed(1), share('server'), share('database')]
}

interface Observed {
  /** Milliseconds of each. */
  polls: number[]
  reloads: number
}

/** An open dashboard: it asks every few seconds, and renders again when something happened. */
async function follower({ origin, cookie }: Setup, delay: number, until: number, observed: Observed): Promise<void> {
  await pause(delay)
  let known: string | undefined
  while (performance.now() < until) {
    const from = performance.now()
    const { version } = (await get(`${origin}/change-version`, { cookie }).then(JSON.parse)) as { version: string }
    observed.polls.push(performance.now() - from)
    if (known !== undefined && known !== version) {
      await get(`${origin}/?_rsc=1`, { cookie, rsc: '1' })
      observed.reloads++
    }
    known = version
    await pause(POLL_EVERY_MS)
  }
}

async function get(url: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { headers })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
  return answer.text()
}

async function everySecond(until: number, causeEvent: () => Promise<void>): Promise<void> {
  while (performance.now() < until) {
    await causeEvent()
    await pause(1000)
  }
}

/** What a recall leaves behind. */
function countRecall(url: string): () => Promise<void> {
  return () =>
    prepareDatabase(url, async (pool) => {
      await pool.query(`update session_counters set recalls = recalls + 1
        where (team_id, session_id, shard) in (select team_id, session_id, shard from session_counters order by session_id limit 1)`)
    })
}

interface Cpu {
  server: number
  database: number
}

function cpuSeconds({ pid, postmasterPid }: Setup): Cpu {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === postmasterPid)
  const postmaster = statOf(postmasterPid)
  const running = children.reduce((sum, child) => sum + (statOf(child)?.own ?? 0), 0)
  return { server: statOf(pid)?.own ?? 0, database: running + (postmaster?.own ?? 0) + (postmaster?.reaped ?? 0) }
}

/** From /proc; undefined when the process is gone. */
function statOf(pid: number | string): { parent: number; own: number; reaped: number } | undefined {
  try {
    const [, parent = 0, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ').map(Number) ?? []
    const [utime = 0, stime = 0, cutime = 0, cstime = 0] = rest.slice(9)
    return { parent, own: (utime + stime) / TICKS_PER_SECOND, reaped: (cutime + cstime) / TICKS_PER_SECOND }
  } catch {
    return undefined
  }
}
