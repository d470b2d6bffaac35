import { AppError, fail } from '../errors'
import { once, settings } from '../process'
import { readToken } from '../sessions/token'
import { sentToken } from './credentials'

/** Those who ask in one name: how many requests are worked on, and who waits for one of them to end. */
interface Line {
  working: number
  /** Who came first stands first. */
  waiting: Set<() => void>
}

const MAX_WAITING = 1_000
/** Less than a connection is waited for: when those in front give up, none of those behind begins to wait for one as well. */
const WAIT_MS = 4_000

/**
 * Waits until fewer of a caller's requests are worked on than would take every connection to the database, so that one caller cannot
 * starve the others. Gives what ends the turn. Whoever shows neither token nor key is refused without the database anyway.
 */
export async function takeTurn(request: Request): Promise<() => void> {
  const name = await nameOf(request)
  if (name === undefined) return () => {}
  const lines = once('lines', () => new Map<string, Line>())
  const line = lines.get(name) ?? { working: 0, waiting: new Set() }
  lines.set(name, line)
  await wait(line)
  return () => endTurn(lines, name, line)
}

/** The team of a token; a key's is not known yet, and it stands for itself. */
async function nameOf(request: Request): Promise<string | undefined> {
  const token = sentToken(request)
  const claims = token === undefined ? undefined : await readToken(token)
  return claims?.teamId ?? request.headers.get('authorization') ?? request.headers.get('x-api-key') ?? undefined
}

/** A quarter of the connections is left to others. */
const mostAtOnce = () => Math.max(1, Math.floor((settings().DATABASE_POOL_SIZE * 3) / 4))

async function wait(line: Line): Promise<void> {
  if (line.working < mostAtOnce()) {
    line.working++
    return
  }
  if (line.waiting.size >= MAX_WAITING)
    fail('too_many_requests', 'Too many requests queued for this team or key (limit 1,000). Send fewer at once.')
  await new Promise<void>((done, failed) => standIn(line, done, failed))
}

function standIn({ waiting }: Line, done: () => void, failed: (failure: AppError) => void): void {
  const begin = () => {
    clearTimeout(timer)
    done()
  }
  const timer = setTimeout(() => {
    waiting.delete(begin)
    failed(new AppError('overloaded', 'Earlier requests from your team are still running. Try again in a moment.'))
  }, WAIT_MS)
  waiting.add(begin)
}

/** Whoever waits first goes on in its place. */
function endTurn(lines: Map<string, Line>, name: string, line: Line): void {
  const [next] = line.waiting
  if (next === undefined) line.working--
  else if (line.waiting.delete(next)) next()
  if (line.working === 0) lines.delete(name)
}
