import type { APIRequestContext, APIResponse, Page } from '@playwright/test'

/** What a browser was about to send when it was held back. */
export interface Post {
  url: string
  headers: Record<string, string>
  body: Buffer
}

const NOT_OURS_TO_SEND = /^(:|cookie$|content-length$|host$|connection$)/

/** The post that pressing something sends; it never reaches the server. */
export async function heldBack(page: Page, press: () => Promise<unknown>): Promise<Post> {
  const posted = new Promise<Post>((resolve) => {
    void page.route('**/*', async (route) => {
      const request = route.request()
      if (request.method() !== 'POST') return route.fallback()
      resolve({ url: request.url(), headers: await request.allHeaders(), body: request.postDataBuffer() ?? Buffer.alloc(0) })
      return route.abort()
    })
  })
  await press()
  const post = await posted
  await page.unrouteAll({ behavior: 'wait' })
  return post
}

/** Sends a post as whoever this context is signed in as. */
export function send(as: APIRequestContext, { url, headers, body }: Post): Promise<APIResponse> {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_OURS_TO_SEND.test(name)))
  return as.post(url, { headers: kept, data: body, maxRedirects: 0 })
}
