import { z } from 'zod'
import { fail, failField } from '../errors'
import { readJsonObject, readText } from '../http/body'
import { text } from '../input/fields'
import { parameters, readFields, valuesOf } from '../input/parameters'
import { localPath } from '../paths'
import type { AuthRequest } from './nextauth'
import { providerNames } from './providers'

const BODY_LIMIT = 20_000
const PASSWORD = 'credentials'

/** Which paths below `/api/auth/` are allowed by which method, alone or followed by the id of a provider. NextAuth's `_log` is not allowed. */
const ACTIONS: Record<string, { GET?: AllowedSegment; POST?: AllowedSegment }> = {
  callback: { GET: 'other provider', POST: 'provider' },
  csrf: { GET: 'nothing' },
  error: { GET: 'nothing' },
  providers: { GET: 'nothing' },
  session: { GET: 'nothing', POST: 'nothing' },
  signin: { GET: 'anything', POST: 'provider' },
  signout: { GET: 'nothing', POST: 'nothing' },
}

type AllowedSegment = 'nothing' | 'provider' | 'other provider' | 'anything'

const FIELDS = parameters({
  csrfToken: text(1000).optional(),
  callbackUrl: text(4000).optional(),
  json: text(10).optional(),
  email: z.string().optional(),
  password: z.string().optional(),
})

/**
 * Checks a request to one of NextAuth's addresses, and returns only what NextAuth may read from it.
 * @throws not_found, method_not_allowed, malformed_json, body_too_large, invalid_request
 */
export async function readAuthRequest(request: Request, segments: string[]): Promise<AuthRequest> {
  const allow = allowedMethods(segments)
  if (!allow.includes(request.method)) fail('method_not_allowed', `${request.method} is not allowed for this path.`, { allow })
  const method = request.method === 'POST' ? 'POST' : 'GET'
  const query = new URLSearchParams(new URL(request.url).search)
  const isCallback = segments[0] === 'callback'
  if (isCallback && query.has('error'))
    return { method: 'GET', segments: ['error'], query: new URLSearchParams({ error: 'OAuthCallback' }) }
  if (query.has('callbackUrl')) query.set('callbackUrl', checkCallbackUrl(query.get('callbackUrl') ?? ''))
  if (query.has('error') && !/^\w{1,40}$/.test(query.get('error') ?? '')) query.delete('error')
  return { method, segments, query, ...(method === 'POST' && { body: await readBody(request) }) }
}

/** Returns the methods that one of NextAuth's paths allows. @throws not_found when it allows none */
export function allowedMethods([action = '', provider, ...more]: string[]): string[] {
  const known = Object.hasOwn(ACTIONS, action) && more.length === 0 ? ACTIONS[action] : undefined
  const methods = (['GET', 'POST'] as const).filter((method) => mayFollow(known?.[method], provider))
  if (methods.length === 0) fail('not_found', 'Unknown path.')
  return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS']
}

function mayFollow(allowed: AllowedSegment | undefined, provider: string | undefined): boolean {
  if (provider === undefined) return allowed === 'nothing' || allowed === 'anything'
  if (allowed === undefined || allowed === 'nothing') return false
  if (provider === PASSWORD) return allowed !== 'other provider'
  return providerNames().some(({ id }) => id === provider)
}

async function readBody(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type') ?? ''
  const given = type.includes('json') ? Object.entries(await readJsonObject(request, BODY_LIMIT)) : valuesOf(await readForm(request))
  const { callbackUrl, ...fields } = readFields(FIELDS, given)
  const known = Object.entries({ ...fields, ...(callbackUrl !== undefined && { callbackUrl: checkCallbackUrl(callbackUrl) }) })
  return new URLSearchParams(known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

const readForm = async (request: Request) => new URLSearchParams(await readText(request, BODY_LIMIT))

/** A path of the portal, or a whole URL, which NextAuth follows only if it is this server's. @throws invalid_request */
function checkCallbackUrl(callbackUrl: string): string {
  const path = localPath(callbackUrl)
  if (path !== undefined) return path
  if (/^https?:\/\//.test(callbackUrl) && URL.canParse(callbackUrl)) return new URL(callbackUrl).href
  return failField('callbackUrl', 'must be a path such as /agents')
}
