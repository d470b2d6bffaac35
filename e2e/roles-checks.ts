import { type Browser, expect, type Page } from '@playwright/test'
import type { Role } from './people'
import { type Post, send } from './posts'
import type { Cast, OTHERS } from './roles-cast'

/** Opens a page as somebody of a role who is signed in. */
export async function openAs(browser: Browser, cast: Cast, role: Role, options: object = {}): Promise<Page> {
  return (await browser.newContext({ storageState: cast.logins[role], ...options })).newPage()
}

/** Sends a post as somebody who may not, and expects a refusal: a page with scripts shows it in the form, a plain form leads to a page. */
export async function expectRefused(cast: Cast, name: string, who: (typeof OTHERS)[number], post: Post): Promise<void> {
  const answer = await send(cast.as[who], post)
  const message = `${name}, sent by a ${who}`
  const isPlain = post.headers['next-action'] === undefined
  const location = answer.headers()[isPlain ? 'location' : 'x-action-redirect']
  if (who === 'neighbour') return // may do it, in their own team
  if (who === 'stranger') return expect(location, message).toMatch(/^\/signin/)
  if (isPlain) return expect([answer.status(), location], message).toEqual([303, '/refused'])
  expect(await answer.text(), message).toMatch(/may not do this|Only owners/)
}
