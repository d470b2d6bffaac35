import { parseArgs } from 'node:util'
import type { OnCleanUp } from './clean-up'
import { openDatabase, prepareDatabase } from './database'
import { type FirstLoad, firstLoadOf } from './first-load'
import { largestAgent, ordinaryAgent, owner, prepareHistory, STANDARD_SESSIONS, sessionName } from './history'
import { signIn } from './login'
import { percentile } from './measure'
import { readCount } from './options'
import { randomSecret, startProduct } from './processes'
import { alignedTable } from './table'

const WARM_UPS = 5

interface PageRow extends FirstLoad {
  path: string
  p50_ms: number
  p95_ms: number
}

export const PAGES_USAGE = `npm run bench -- pages [options]

Every page of a large team, requested one after the other, and what a browser with an empty cache loads for it.

  --only TEXT        only paths that contain the text
  --times NUMBER     requests of each page (default 40)
  --sessions NUMBER  sessions of the team, and as many memories (default 1000000)
  --data FOLDER      keeps the filled database in this folder, or uses the one that is there
  --json             prints the rows as JSON
`

/** `npm run bench -- pages`: what each page costs a team with a long history, asked one after the other, and what a browser loads for it. */
export async function benchPages(args: string[], onCleanUp: OnCleanUp): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const sessions = readCount('sessions', values.sessions)
  const { url } = await openDatabase(onCleanUp, values.data)
  await prepareDatabase(url, (pool, db) => prepareHistory(pool, db, sessions))
  const { origin } = await startProduct({ DATABASE_URL: url, MEMANTO_SECRET: randomSecret() }, onCleanUp)
  const cookie = await signIn(origin, owner)
  const paths = [...pagesOf(sessions), ...(await nextPages(origin, cookie))].filter((path) => path.includes(values.only))
  const rows: PageRow[] = []
  for (const path of paths) rows.push(await measurePage(origin, path, cookie, readCount('times', values.times)))
  console.log(values.json ? JSON.stringify(rows) : tableOf(rows))
}

const OPTIONS = {
  /** A folder in which the filled database is kept and found again. */
  data: { type: 'string' },
  sessions: { type: 'string', default: STANDARD_SESSIONS },
  times: { type: 'string', default: '40' },
  only: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
} as const

const pagesOf = (sessions: number) => [
  '/',
  '/agents',
  '/agents?sort=name',
  '/agents?sort=last_session',
  '/agents?status=active',
  '/agents?status=inactive',
  '/agents?q=agent-05',
  '/agents?q=nothing-like-it',
  `/agents/${ordinaryAgent}`,
  `/agents/${largestAgent}`,
  `/agents/${largestAgent}/memories?q=through+trout`,
  `/agents/${largestAgent}/sessions`,
  `/agents/${largestAgent}/activity`,
  `/agents/${largestAgent}/settings`,
  '/sessions',
  '/sessions?status=active',
  '/sessions?status=inactive',
  '/sessions?end_reason=revoked',
  `/sessions?agent_id=${ordinaryAgent}`,
  `/sessions?agent_id=${ordinaryAgent}&end_reason=revoked`,
  '/sessions?range=30d&end_reason=expired',
  '/sessions?from=2001-01-01&to=2001-02-01',
  `/sessions/${sessionName(1)}`,
  `/sessions/${sessionName(sessions / 2)}`,
  '/summaries',
  '/summaries?range=24h',
  '/summaries?range=custom&from=2000-01-01',
  `/summaries?agent_id=${ordinaryAgent}`,
  `/summaries?range=custom&from=2000-01-01&agent_id=${ordinaryAgent}&end_reason=revoked`,
  '/settings/api-keys',
  '/settings/members',
  '/settings/team',
  '/settings/audit',
  '/settings/audit?action=session.ended',
  '/account',
  '/palette?q=agent-054',
  '/change-version',
  `/change-version?agent=${largestAgent}`,
  `/change-version?session=${sessionName(1)}`,
]

const LISTS = ['/agents', '/agents?sort=name', '/sessions', '/summaries', '/settings/audit']
const PAGES_FURTHER = 3

/** Pages further down the lists, as their links lead there. */
async function nextPages(origin: string, cookie: string): Promise<string[]> {
  return Promise.all(
    LISTS.map(async (list) => {
      let path = list
      for (let page = 0; page < PAGES_FURTHER; page++) path = nextPageOf(await text(origin + path, cookie)) ?? path
      return path
    }),
  )
}

const nextPageOf = (html: string) => /href="([^"]*\bcursor=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')

async function text(url: string, cookie: string): Promise<string> {
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`)
  return answer.text()
}

async function measurePage(origin: string, path: string, cookie: string, times: number): Promise<PageRow> {
  const milliseconds: number[] = []
  for (let request = -WARM_UPS; request < times; request++) {
    const from = performance.now()
    await text(origin + path, cookie)
    if (request >= 0) milliseconds.push(performance.now() - from)
  }
  milliseconds.sort((a, b) => a - b)
  return {
    path,
    p50_ms: rounded(percentile(milliseconds, 50)),
    p95_ms: rounded(percentile(milliseconds, 95)),
    ...(await firstLoadOf(origin, path, cookie)),
  }
}

const rounded = (milliseconds: number) => Number(milliseconds.toFixed(1))

function tableOf(rows: PageRow[]): string {
  const head = ['', 'p50 ms', 'p95 ms', 'HTML kB', 'scripts kB']
  const cells = rows.map(({ path, ...figures }) => [
    shortened(path),
    ...[figures.p50_ms, figures.p95_ms, figures.html_kb, figures.script_kb].map(String),
  ])
  return alignedTable([head, ...cells])
}

const shortened = (path: string) => path.replace(/cursor=[^&]*/, 'cursor=…')
