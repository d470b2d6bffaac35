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
const WITHOUT_END_S = 3600
const LOOK_EVERY_MS = 20

/** Asks as fast as the answers come, at first without measuring. Any answer but a 2xx makes it fail with what the answer said. */
export async function load(origin: string, requests: Requests, { connections, warmUpSeconds, seconds }: Pace): Promise<Sample> {
  const source = 'inTurns' in requests ? inTurns(requests.inTurns) : eachOnce(requests.once)
  const packets = new Map<Client, Buffer>()
  const setupClient = (client: Client) => {
    client.on('body', (packet) => packets.set(client, packet))
    source.setupClient(client)
  }
  const run = autocannon({
    url: origin,
    connections,
    duration: WITHOUT_END_S,
    sampleInt: LOOK_EVERY_MS,
    requests: source.requests,
    setupClient,
  })
  const from = performance.now() + warmUpSeconds * 1000
  const timer = setTimeout(() => run.stop(), (warmUpSeconds + seconds) * 1000)
  const answers = await answersOf(run, (client) => `${packets.get(client)}`, source.isOver).finally(() => clearTimeout(timer))
  return measured(answers, from, source.isOver() ? undefined : from + seconds * 1000)
}

interface Answer {
  at: number
  took: number
}

async function answersOf(run: Run, said: (client: Client) => string, isOver: () => boolean): Promise<Answer[]> {
  const answers: Answer[] = []
  let failure: string | undefined
  run.on('reqError', (error) => {
    failure ??= error.message
    run.stop()
  })
  run.on('response', (client, status, _bytes, took) => {
    if (isOver()) return run.stop()
    answers.push({ at: performance.now(), took })
    if (status > 199 && status < 300) return
    failure ??= said(client)
    run.stop()
  })
  await run
  if (failure !== undefined) throw new Error(`A request failed: ${failure}`)
  return answers
}

/** Without `until`, to the last answer. */
function measured(answers: Answer[], from: number, until = answers.at(-1)?.at ?? from): Sample {
  const milliseconds = answers.filter(({ at }) => at > from && at <= until).map(({ took }) => took)
  if (milliseconds.length === 0) throw new Error('Nothing was answered within the measured time.')
  return { seconds: (until - from) / 1000, milliseconds }
}

interface Source {
  requests: Request[]
  setupClient(client: Client): void
  /** True when nothing is left to ask: what is answered from then on does not count. */
  isOver(): boolean
}

/** Each connection begins at another request. */
function inTurns(requests: Request[]): Source {
  let begin = 0
  return {
    requests: [],
    setupClient(client) {
      client.setRequests([...requests.slice(begin), ...requests.slice(0, begin)])
      begin = (begin + 1) % requests.length
    },
    isOver: () => false,
  }
}

const WHEN_OVER: Request = { method: 'GET', path: '/health', headers: {} }

function eachOnce(requests: Iterator<Request>): Source {
  let over = false
  const setupRequest = (base: Request): Request => {
    const { value, done } = requests.next()
    over ||= done === true
    return { ...base, ...(done ? WHEN_OVER : value) }
  }
  return { requests: [{ ...WHEN_OVER, setupRequest }], setupClient: () => {}, isOver: () => over }
}
