import type { Request } from '../load'
import { overHttp } from '../measure'
import { startComparisonServer } from '../processes'
import { get, post } from '../requests'
import { collectCookies, serverTaskOf } from './http-peer'
import type { Contender, Peer, PeerSetup } from './peer'

const VERSION = '1.7.5'
const CREATE = '/api/auth/bench/create-session'
const READ = '/api/auth/get-session'
const SESSIONS = 64

export const betterAuth: Peer = {
  name: 'better-auth',
  packages: {
    folder: 'better-auth',
    dependencies: {
      'better-auth': VERSION,
      '@better-auth/api-key': VERSION,
      '@better-auth/core': VERSION,
      '@better-auth/utils': '0.4.2',
      'better-call': '1.4.0',
    },
  },
  operations: ['verify an API key', 'create a session', 'read a session'],
  note: 'in a server of its own on the same Postgres. Keys: auth.api.verifyApiKey behind node:http, 64 keys in turns. Sessions: its node handler; an endpoint of a plugin calls internalAdapter.createSession for one of 1,000 users and sets the cookie, without a sign-in, whose password hash would take most of the time. "Internal adapter only" calls that function behind node:http, without its handler and cookie.',
  start: startBetterAuth,
}

async function startBetterAuth(setup: PeerSetup): Promise<Contender[]> {
  const { origin } = await startComparisonServer('better-auth', serverTaskOf(setup), setup.onCleanUp)
  const keys = (await fetch(`${origin}/keys`).then((answer) => answer.json())) as string[]
  const cookies = await collectCookies(origin + CREATE, SESSIONS, origin + READ)
  const run = (...requests: Request[]) => overHttp({ origin, requests: { inTurns: requests } })
  return [
    { operation: 'verify an API key', run: run(...keys.map((key) => get('/verify', { 'x-api-key': key }))) },
    { operation: 'create a session', run: run(post(CREATE, {})) },
    { operation: 'create a session', variant: 'internal adapter only', run: run(post('/create', {})) },
    { operation: 'read a session', run: run(...cookies.map((cookie) => get(READ, { cookie }))) },
  ]
}
