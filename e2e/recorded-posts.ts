import type { APIRequestContext, APIResponse, Page } from '@playwright/test'

/** A request that a browser was about to send. */
export interface RecordedPost {
  url: string
  headers: Record<string, string>
  body: Buffer
}

/** Headers that depend on the sender. */
const SENDER_HEADERS = /^(:|cookie$|content-length$|host$|connection$)/

/** Records the POST request that an action on a page causes. It never reaches the server. */
export async function interceptPost(page: Page, act: () => Promise<unknown>): Promise<RecordedPost> {
  const recorded = new Promise<RecordedPost>((resolve) => {
    void page.route('**/*', async (route) => {
      const request = route.request()
      if (request.method() !== 'POST') return route.fallback()
      resolve({ url: request.url(), headers: await request.allHeaders(), body: request.postDataBuffer() ?? Buffer.alloc(0) })
      return route.abort()
    })
  })
  await act()
  const post = await recorded
  await page.unrouteAll({ behavior: 'wait' })
  return post
}

/** Sends a recorded request as the person who is signed in in a request context, with other headers in place of the recorded ones. */
export function send(sender: APIRequestContext, { url, headers, body }: RecordedPost, changed: object = {}): Promise<APIResponse> {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !SENDER_HEADERS.test(name)))
  return sender.post(url, { headers: { ...kept, ...changed }, data: body, maxRedirects: 0 })
}
