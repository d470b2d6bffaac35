import type { Trial } from './trial'

/** The credentials of the form. They are kept in the memory of this page only, so that they need not be typed again for the next operation. */
export const credentials = { key: '', token: '' }

/** What the server answered. */
export interface Answer {
  status: number
  milliseconds: number
  headers: [string, string][]
  text: string
  /** The session token in the response; undefined when it has none. */
  sessionToken: string | undefined
}

/** Text that is shown of a response; exports can be far larger than a page. */
const SHOWN_CHARACTERS = 100_000
const SHOWN_HEADERS = ['x-request-id', 'x-session-expires-at', 'retry-after', 'etag', 'idempotent-replayed', 'ratelimit']

/** Returns the address that the fields of the form lead to. */
export function addressOf({ path, pathFields, queryFields }: Trial, form: FormData): string {
  const filled = pathFields.reduce(
    (address, { name }) => address.replace(`{${name}}`, encodeURIComponent(textIn(form, `path.${name}`))),
    path,
  )
  const query = new URLSearchParams(
    queryFields.map(({ name }) => [name, textIn(form, `query.${name}`)]).filter(([, value]) => value !== ''),
  )
  return query.size === 0 ? filled : `${filled}?${query}`
}

/** Sends the request of the form, without the cookies of the portal. Fails when there is no connection. */
export async function call(trial: Trial, form: FormData): Promise<Answer> {
  const begun = performance.now()
  const body = trial.body ? textIn(form, 'body') : ''
  const response = await fetch(addressOf(trial, form), {
    method: trial.method,
    headers: headersOf(trial, body),
    body: body === '' ? null : body,
    credentials: 'omit',
    cache: 'no-store',
  })
  const text = await response.text()
  return {
    status: response.status,
    milliseconds: Math.round(performance.now() - begun),
    headers: SHOWN_HEADERS.flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value] satisfies [string, string]]
    }),
    text: shorten(indent(text)),
    sessionToken: /"session_token":"([\w.-]+)"/.exec(text)?.[1],
  }
}

function headersOf({ takesKey, takesToken, body: proposed }: Trial, body: string): Record<string, string> {
  const { key, token } = credentials
  return {
    ...(takesKey && key && { authorization: `Bearer ${key}` }),
    ...(takesToken && token && { 'x-session-token': token }),
    ...(body && proposed && { 'content-type': proposed.mediaType }),
  }
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const shorten = (text: string) => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}\n… and more` : text)
