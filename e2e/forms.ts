import { type APIRequestContext, type APIResponse, expect } from '@playwright/test'

/** Sends a form of a page as a browser without JavaScript does. It needs no browser, so it is the fast way to prepare a test. */
export async function submitForm(request: APIRequestContext, path: string, fields: Record<string, string>): Promise<APIResponse> {
  const page = await request.get(path)
  const forms = (await page.text()).split('<form').slice(1)
  const form = forms.map((html) => html.split('</form>', 1)[0] ?? '').find((html) => hasFields(html, Object.keys(fields)))
  if (form === undefined) throw new Error(`${path} (${page.status()}) has no form with the fields ${Object.keys(fields).join(', ')}.`)
  const headers = { origin: new URL(page.url()).origin }
  const response = await request.post(page.url(), { headers, multipart: { ...hiddenFields(form), ...fields }, maxRedirects: 0 })
  expect(response.status(), `the form of ${path}`).toBeLessThan(400)
  return response
}

const hasFields = (html: string, names: string[]) => names.every((name) => html.includes(` name="${name}"`))

function hiddenFields(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?\/>/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, withoutEntities(value)]))
}

const ENTITIES: Record<string, string> = { '&quot;': '"', '&#x27;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' }

const withoutEntities = (html: string) => html.replace(/&(quot|#x27|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
