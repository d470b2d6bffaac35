import { expect, test } from 'vitest'
import { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '../../app/api/auth/[...nextauth]/route'
import { adoptTestSettings } from '../../test/settings'

const HANDLERS = { DELETE, GET, OPTIONS, PATCH, POST, PUT }

test('a path below /api/auth that does not allow a method says which it allows', async () => {
  adoptTestSettings()
  const call = async (method: keyof typeof HANDLERS, path: string) => {
    const request = new Request(`http://localhost/api/auth/${path}`, { method })
    const { status, headers } = await HANDLERS[method](request, { params: Promise.resolve({ nextauth: path.split('/') }) })
    return [status, headers.get('allow')]
  }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) expect(await call(method, 'csrf')).toEqual([405, 'GET, HEAD, OPTIONS'])
  expect(await call('GET', 'callback/credentials')).toEqual([405, 'POST, OPTIONS'])
  expect(await call('POST', 'signin')).toEqual([405, 'GET, HEAD, OPTIONS'])
  for (const method of ['PUT', 'DELETE'] as const) expect(await call(method, 'session')).toEqual([405, 'GET, HEAD, POST, OPTIONS'])
  expect(await call('OPTIONS', 'csrf')).toEqual([204, 'GET, HEAD, OPTIONS'])
  for (const path of ['nothing', 'session/github', 'callback', 'signin/github', 'csrf/a/b'])
    for (const method of ['GET', 'PUT', 'OPTIONS'] as const) expect(await call(method, path), path).toEqual([404, null])
})
