import { randomSecret } from '../processes'
import type { PeerSetup } from './peer'

/** What a peer's server is started with. */
export interface ServerTask {
  folder: string
  databaseUrl: string
  poolSize: number
  secret: string
}

export const serverTaskOf = ({ folder, databaseUrl, poolSize }: PeerSetup): ServerTask => ({
  ...{ folder, databaseUrl, poolSize },
  secret: randomSecret(),
})

/** Creates sessions by a POST each, and returns their cookies after checking that the peer takes them for sessions. */
export async function collectCookies(createUrl: string, count: number, readUrl: string): Promise<string[]> {
  const cookies: string[] = []
  for (let n = 0; n < count; n++) cookies.push(await createCookie(createUrl))
  for (const cookie of cookies) {
    const answer = await fetch(readUrl, { headers: { cookie } })
    const text = await answer.text()
    if (!answer.ok || text === 'null' || text === '')
      throw new Error(`${readUrl} does not take a new session for one: ${answer.status} ${text}`)
  }
  return cookies
}

async function createCookie(url: string): Promise<string> {
  const answer = await fetch(url, { method: 'POST' })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}
