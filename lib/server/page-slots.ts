import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { asAppError } from '../http/problem'
import { addressGroup } from '../limits/address-group'
import { type ConcurrencyLimiter, createLimiter, type Release } from '../limits/concurrency-limiter'
import { delayRefusal } from '../limits/delay-refusal'
import { findKnownCredential } from '../limits/known-credentials'
import { countAnonymousRequest } from '../limits/rate-limits'
import { singleton } from '../process'
import { loginDigest } from '../sign-in/login-digest'
import { sendPageError } from './error-responses'

const WAITING = { maxWaiting: 200, waitMs: 10_000 }

/** Rendering pages keeps this process busy. If all were rendered at once, everything else would wait. */
const signedInPages = () => singleton('signedInPages', () => createLimiter({ capacity: 8, ...WAITING }))
const anonymousPages = () => singleton('anonymousPages', () => createLimiter({ capacity: 2, ...WAITING }))
/** For requests whose body Node does not buffer. They hold their slot while the body arrives. */
const largePosts = () => singleton('largePosts', () => createLimiter({ capacity: 4, ...WAITING }))

/** The largest body that Node receives before it is read. */
const MAX_UNREAD_BYTES = 16_000
const CHECK_EVERY_MS = 10
/** The longest time for which a page holds a slot, which is longer than a page takes: a browser may not read its page. */
const MAX_HELD_MS = 10_000

/** Renders a page when a slot is free. People who are signed in and visitors who are not have separate slots. */
export async function renderInSlot(
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  render: () => unknown,
): Promise<void> {
  try {
    const release = await acquirePageSlot(request, address)
    if (response.destroyed) return release()
    releaseAfter(response, release)
  } catch (thrown) {
    const failure = asAppError(thrown)
    await delayRefusal(failure)
    return sendPageError(request, response, failure)
  }
  render()
}

async function acquirePageSlot(request: IncomingMessage, address: string): Promise<Release> {
  const login = loginDigest(request.headers.cookie)
  const person = login === undefined ? undefined : findKnownCredential(login)
  if (person === undefined) await countAnonymousRequest(address)
  const isLarge = !isReceivedUnread(request)
  if (!isLarge) await bodyReceived(request)
  const group = person?.issuedTo ?? addressGroup(address)
  return limiterOf(isLarge, person !== undefined).acquire({ group, member: group })
}

function limiterOf(isLarge: boolean, isSignedIn: boolean): ConcurrencyLimiter {
  if (isLarge) return largePosts()
  return isSignedIn ? signedInPages() : anonymousPages()
}

function isReceivedUnread({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= MAX_UNREAD_BYTES
}

/** Waits until a small body was received. The limits of the server close the connection of a sender that is too slow. */
async function bodyReceived(request: IncomingMessage): Promise<void> {
  if (!Number(request.headers['content-length'] ?? 0)) return
  while (!request.complete && !request.destroyed) await pause(CHECK_EVERY_MS)
}

function releaseAfter(response: ServerResponse, release: Release): void {
  let isHeld = true
  const releaseOnce = () => {
    if (isHeld) release()
    isHeld = false
    clearTimeout(timer)
  }
  const timer = setTimeout(releaseOnce, MAX_HELD_MS)
  response.once('close', releaseOnce)
  response.once('finish', releaseOnce)
}
