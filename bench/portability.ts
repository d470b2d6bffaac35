import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { OnCleanUp } from './clean-up'
import { openDatabase, prepareDatabase } from './database'
import { type Running, randomSecret, residentMegabytes, startProduct } from './processes'
import { alignedTable } from './table'
import { fillTeam } from './team'

const OPTIONS = { memories: { type: 'string', default: '100000' } } as const

export const PORTABILITY_USAGE = `npm run bench -- portability [options]

How fast memories are imported and exported, and how much memory the server takes meanwhile.

  --memories NUMBER   how many memories (default 100000)
`

/** So many that the heap of the server has its usual size: V8 lets it grow to a multiple of what is in use. */
const WARM_UP = 30_000

/** `npm run bench -- portability`: imports a file into an agent, exports it, and imports the export into an agent of another team. */
export async function benchPortability(args: string[], onCleanUp: OnCleanUp): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const count = Number(values.memories)
  const { url } = await openDatabase(onCleanUp)
  const keys = await prepareDatabase(url, async (pool) => ({
    from: (await fillTeam(pool, 'From')).key,
    to: (await fillTeam(pool, 'To')).key,
  }))
  const server = await startProduct({ DATABASE_URL: url, MEMANTO_SECRET: randomSecret() }, onCleanUp)
  const folder = await mkdtemp(join(tmpdir(), 'memanto-bench-'))
  onCleanUp(() => rm(folder, { recursive: true, force: true }))
  await moveMemories({ server, keys, folder }, 'warm-up', WARM_UP)
  const lines = await moveMemories({ server, keys, folder }, 'measured', count)
  console.log(alignedTable([['', 'memories/s', 'MB/s', 'resident at the start', 'lowest', 'highest', 'at the end (MB)'], ...lines]))
}

interface Place {
  server: Running
  keys: { from: string; to: string }
  folder: string
}

async function moveMemories({ server, keys, folder }: Place, agent: string, count: number): Promise<string[][]> {
  for (const key of Object.values(keys))
    await post(server, '/api/v2/agents', key, JSON.stringify({ agent_id: agent }), { 'content-type': 'application/json' })
  const [source, exported] = [join(folder, `${agent}.jsonl`), join(folder, `${agent}-export.jsonl`)]
  await pipeline(Readable.from(linesOf(count)), createWriteStream(source))
  const path = `/api/v2/agents/${agent}`
  return [
    await measured(server, 'import', count, source, () => sendFile(server, `${path}/import`, keys.from, source)),
    await measured(server, 'export', count, exported, () => receiveFile(server, `${path}/export`, keys.from, exported)),
    await measured(server, 'import of the export', count, exported, () => sendFile(server, `${path}/import`, keys.to, exported)),
    await measured(server, 'the same again: all known', count, exported, () => sendFile(server, `${path}/import`, keys.to, exported)),
  ]
}

const WORDS =
  readFileSync(new URL(import.meta.url))
    .toString('utf8')
    .match(/[a-z]{3,}/g) ?? []

/** Conversations of 25 sentences, each about 200 characters long. */
function* linesOf(count: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const words = Array.from({ length: 28 }, (_, k) => WORDS[(n * 31 + k * 17 + ((n * k) % 13)) % WORDS.length])
    const created_at = new Date(1_700_000_000_000 + n * 60_000).toISOString()
    yield `${JSON.stringify({ content: `${words.join(' ')} number ${n}`, session_id: `s${Math.floor(n / 25)}`, created_at, tags: [`tag${n % 50}`] })}\n`
  }
}

/** Does the work and returns its rate, and the memory of the server while it is done. */
async function measured(server: Running, name: string, count: number, file: string, work: () => Promise<unknown>): Promise<string[]> {
  const samples = [residentMegabytes(server.pid)]
  const timer = setInterval(() => samples.push(residentMegabytes(server.pid)), 100)
  const beganMs = performance.now()
  await work()
  const seconds = (performance.now() - beganMs) / 1000
  clearInterval(timer)
  samples.push(residentMegabytes(server.pid))
  const { size } = await stat(file)
  const round = (value: number) => String(Math.round(value))
  const figures = [count / seconds, size / 1_000_000 / seconds].map((value) => value.toPrecision(3))
  return [name, ...figures, ...[samples[0] ?? 0, Math.min(...samples), Math.max(...samples), samples.at(-1) ?? 0].map(round)]
}

async function post({ origin }: Running, path: string, key: string, body: BodyInit, headers: Record<string, string>): Promise<string> {
  const sent = { method: 'POST', body, headers: { authorization: `Bearer ${key}`, ...headers }, duplex: 'half' }
  const response = await fetch(`${origin}${path}`, sent as RequestInit)
  const text = await response.text()
  if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${text}`)
  return text
}

const sendFile = (server: Running, path: string, key: string, file: string) =>
  post(server, path, key, Readable.toWeb(createReadStream(file)) as BodyInit, { 'content-type': 'application/x-ndjson' })

async function receiveFile({ origin }: Running, path: string, key: string, file: string): Promise<void> {
  const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${key}` } })
  if (!response.ok || response.body === null) throw new Error(`GET ${path} answered ${response.status}`)
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file))
}
