import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { networkList } from '../env'
import { formatPeerHeader, PEER_HEADER } from '../http/client'
import { identifyClient } from './client-address'

const request = (headers: Record<string, string>) =>
  ({ headers, rawHeaders: Object.entries(headers).flat(), socket: { remoteAddress: '127.0.0.1' } }) as unknown as IncomingMessage

test('a request that Next sends to this server after an action keeps the address and the scheme of the client', () => {
  const own = request({ [PEER_HEADER]: formatPeerHeader('192.0.2.1', '198.51.100.7', true, 'req_1'), 'x-forwarded-proto': 'https' })
  expect(identifyClient(own, networkList([]))).toMatchObject({ isSecure: true, isInternal: true, requestId: 'req_1' })
  expect(own.headers).toMatchObject({ 'x-forwarded-proto': 'https' })
  expect(own.headers[PEER_HEADER]).toContain('198.51.100.7')
})

test('a forged proof is not accepted', () => {
  const forged = request({ [PEER_HEADER]: 'deadbeef 127.0.0.1 198.51.100.7 direct req_1', 'x-forwarded-proto': 'https' })
  expect(identifyClient(forged, networkList([]))).toEqual({
    isSecure: false,
    isInternal: false,
    requestId: expect.not.stringMatching(/^req_1$/),
    address: '127.0.0.1',
  })
  expect(forged.headers['x-forwarded-proto']).toBeUndefined()
  expect(forged.headers[PEER_HEADER]).not.toContain('198.51.100.7')
})
