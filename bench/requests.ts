import type { Request, Requests } from './load'

const API = '/api/v2'

export function get(path: string, headers: Record<string, string> = {}): Request {
  return { method: 'GET', path, headers }
}

export function post(path: string, headers: Record<string, string>): Request {
  return { method: 'POST', path, headers }
}

export function apiGet(path: string, headers: Record<string, string>): Request {
  return get(API + path, headers)
}

export function apiPost(path: string, headers: Record<string, string>, body?: object): Request {
  const request = post(API + path, headers)
  return body ? { ...request, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) } : request
}

export const withKey = (key: string) => ({ 'x-api-key': key })
export const withToken = ({ token }: { token: string }) => ({ 'x-session-token': token })

/** The same requests, headers and bodies included, at another path. */
export function sentTo(path: string, requests: Requests): Requests {
  return 'once' in requests ? requests : { inTurns: requests.inTurns.map((request) => ({ ...request, path })) }
}
