import { expect } from 'vitest'
import { GET } from '../../app/metrics/route'
import { GET as ready } from '../../app/ready/route'
import { test as base } from '../../test/fixtures'
import { settings } from '../process'

const TOKEN = 'a metrics token of ours, 0123456789'
const scrape = (authorization?: string) => GET(new Request('http://localhost/metrics', { headers: authorization ? { authorization } : {} }))

const test = base.override('env', { METRICS_TOKEN: TOKEN })

test('metrics need the token', async () => {
  for (const wrong of [undefined, 'Bearer ', `Bearer ${TOKEN}x`, TOKEN, 'Bearer undefined']) {
    const refusal = await scrape(wrong)
    expect([refusal.status, refusal.headers.has('www-authenticate')]).toEqual([401, true])
  }
  const answer = await scrape(`Bearer ${TOKEN}`)
  expect(answer.headers.get('content-type')).toContain('text/plain')
  const text = await answer.text()
  expect(text).toMatch(/^memanto_sessions_active 0$/m)
  expect(text).toMatch(/^memanto_memories_stored_total 0$/m)
  expect(text).toMatch(/^memanto_pool_connections\{state="open"\} \d+$/m)
  expect(text).toMatch(/^memanto_request_seconds_bucket\{.*route="\/metrics",status="401"\} \d+$/m)
})

test('without a token in the settings there are no metrics', async () => {
  Object.assign(settings(), { METRICS_TOKEN: undefined })
  expect((await scrape('Bearer undefined')).status).toBe(404)
})

test('/ready is 200 on a migrated database', async () => {
  expect((await ready(new Request('http://localhost/ready'))).status).toBe(200)
})
