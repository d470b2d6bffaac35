import { readFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, test } from 'vitest'
import { openApi } from '../lib/api/openapi'

test('the types match the OpenAPI document (update them with `npm run -s generate -w cli`)', async () => {
  const document = openApi().document as Parameters<typeof openapiTS>[0]
  const generated = astToString(await openapiTS(document, { defaultNonNullable: false }))
  expect(readFileSync(new URL('api.ts', import.meta.url), 'utf8') === generated).toBe(true)
})
