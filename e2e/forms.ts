import { type APIRequestContext, type APIResponse, expect } from '@playwright/test'

/** Sends a form of a page as a browser without JavaScript does. It needs no browser, so it is the fast way to prepare a test. */
export async function submitForm(request: APIRequestContext, path: string, fields: Record<string, string>): Promise<APIResponse> {
  const page = await request.get(path)
  const names = Object.keys(fields)
  const form = findForm(await page.text(), names)
  if (form === undefined) throw new Error(`${path} (${page.status()}) has no form with the fields ${names.join(', ')}.`)
  const headers = { origin: new URL(page.url()).origin }
  const response = await request.post(page.url(), { headers, multipart: { ...hiddenFields(form), ...fields }, maxRedirects: 0 })
  expect(response.status(), `the form of ${path}`).toBeLessThan(400)
  expect(findForm(await response.text(), names) ?? '', `the form of ${path} is not refused`).not.toContain('role="alert"')
  return response
}

function findForm(html: string, names: string[]): string | undefined {
  const forms = html.split('<form').slice(1)
  return forms.map((form) => form.split('</form>', 1)[0] ?? '').find((form) => hasFields(form, names))
}

const hasFields = (html: string, names: string[]) => names.every((name) => html.includes(` name="${name}"`))

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?\/>/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, withoutEntities(value)]))
}

const ENTITIES: Record<string, string> = { '&quot;': '"', '&#x27;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }

const withoutEntities = (html: string) => html.replace(/&(quot|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
