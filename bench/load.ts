import autocannon, { type Client, type Request, type Run } from 'autocannon'

export type { Request }

/** What a server is asked: the same requests in turns, or each of them once. */
export type Requests = { inTurns: Request[] } | { once: Iterator<Request> }

export interface Pace {
  connections: number
  warmUpSeconds: number
  seconds: number
}

/** What was answered within the measured time, and how long each answer took. */
export interface Sample {
  seconds: number
  milliseconds: number[]
}

/** Longer than any measurement: we stop it ourselves. */
const NO_END_SECONDS = 3600
const SAMPLE_EVERY_MS = 20
/** What is so slow that fewer are answered in time is measured for longer. */
const MIN_RESPONSES = 5

/**
 * Asks as fast as the answers come, at first without measuring. Any answer but a 2xx makes it fail with what the answer said. The sample is empty when
 * every request that is sent only once was sent before.
 */
export async function load(origin: string, requests: Requests, { connections, warmUpSeconds, seconds }: Pace): Promise<Sample> {
  const source = 'inTurns' in requests ? inTurns(requests.inTurns, connections) : eachOnce(requests.once)
  const packets = new Map<Client, Buffer>()
  const setupClient = (client: Client) => {
    client.on('body', (packet) => packets.set(client, packet))
    source.setupClient(client)
  }
  const how = { connections, duration: NO_END_SECONDS, sampleInt: SAMPLE_EVERY_MS }
  const run = autocannon({ url: origin, requests: source.requests, setupClient, ...how })
  const from = performance.now() + warmUpSeconds * 1000
  const until = from + seconds * 1000
  const isDone = (answers: number) => source.isFinished() || (answers >= MIN_RESPONSES && performance.now() > until)
  const answers = await collectResponses(run, from, isDone, (client) => String(packets.get(client)))
  if (answers.length === 0) return { seconds: 0, milliseconds: [] }
  const last = answers.at(-1)?.at ?? from
  const end = source.isFinished() ? last : Math.max(until, last)
  return { seconds: (end - from) / 1000, milliseconds: answers.map(({ milliseconds }) => milliseconds) }
}

interface TimedResponse {
  at: number
  milliseconds: number
}

/** The answers from a moment on. */
async function collectResponses(
  run: Run,
  from: number,
  isDone: (answers: number) => boolean,
  said: (client: Client) => string,
): Promise<TimedResponse[]> {
  const answers: TimedResponse[] = []
  const failures: string[] = []
  const timer = setInterval(() => isDone(answers.length) && run.stop(), SAMPLE_EVERY_MS)
  const fail = (why: string) => {
    failures.push(why)
    run.stop()
  }
  run.on('reqError', (error) => fail(error.message))
  run.on('response', (client, status, _bytes, milliseconds) => {
    const at = performance.now()
    if (isDone(answers.length)) return run.stop()
    if (status < 200 || status > 299) return fail(said(client))
    if (at > from) answers.push({ at, milliseconds })
  })
  await run
  clearInterval(timer)
  const [failure] = failures
  if (failure !== undefined) throw new Error(`A request failed: ${failure}`)
  return answers
}

interface Source {
  requests: Request[]
  setupClient(client: Client): void
  /** True when nothing is left to ask: what is answered from then on does not count. */
  isFinished(): boolean
}

/** Each connection sends requests of its own, so that two never ask for the same session at once; where there are too few, each begins at another. */
function inTurns(requests: Request[], connections: number): Source {
  let place = 0
  return {
    requests: [],
    setupClient(client) {
      client.setRequests(requestsOfConnection(requests, place++, connections))
    },
    isFinished: () => false,
  }
}

/** The requests that a connection sends, in turns. */
export function requestsOfConnection<T>(requests: T[], place: number, connections: number): T[] {
  if (requests.length >= connections) return requests.filter((_, n) => n % connections === place)
  const begin = place % requests.length
  return [...requests.slice(begin), ...requests.slice(0, begin)]
}

const REQUEST_WHEN_FINISHED: Request = { method: 'GET', path: '/health', headers: {} }

function eachOnce(requests: Iterator<Request>): Source {
  let isDone = false
  const setupRequest = (base: Request): Request => {
    const { value, done } = requests.next()
    isDone ||= done === true
    return { ...base, ...(done ? REQUEST_WHEN_FINISHED : value) }
  }
  return { requests: [{ ...REQUEST_WHEN_FINISHED, setupRequest }], setupClient: () => {}, isFinished: () => isDone }
}
