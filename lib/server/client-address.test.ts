import { beforeAll, describe, expect, test } from 'vitest'
import { exchange, parseResponse, startTestServer } from '../../test/server/listener'
import { networkList } from '../env'
import { plainAddress } from './client-address'

interface Echo {
  address: string
  peer: string
  forwarded: boolean
  headers: Record<string, string>
}

async function ask(port: number, headers: string[]): Promise<Echo> {
  const heard = await exchange(port, [
    `GET /api/v2/echo/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`,
  ])
  return JSON.parse(parseResponse(heard).body)
}

describe('without a trusted proxy', () => {
  let port: number
  beforeAll(async () => {
    ;({ port } = await startTestServer())
  })

  test('the client is the TCP peer', async () => {
    expect(await ask(port, [])).toMatchObject({ address: '127.0.0.1', peer: '127.0.0.1', forwarded: false })
  })

  test.each([
    'X-Forwarded-For: 203.0.113.9',
    'X-FORWARDED-HOST: evil.example',
    'x-forwarded-proto: https',
    'X-Forwarded-Anything: 1',
    'Forwarded: for=203.0.113.9',
    'X-Real-IP: 203.0.113.9',
  ])('"%s" is dropped, but noted', async (line) => {
    const { address, forwarded, headers } = await ask(port, [line])
    expect({ address, forwarded }).toEqual({ address: '127.0.0.1', forwarded: true })
    expect(Object.keys(headers)).not.toContain(line.split(':')[0]?.toLowerCase())
  })

  test('a forged peer header has no effect, however often it is sent', async () => {
    const forged = ['x-memanto-peer: 0123 127.0.0.9 203.0.113.9', 'X-Memanto-Peer: 0123 127.0.0.9 203.0.113.9']
    expect(await ask(port, forged)).toMatchObject({ address: '127.0.0.1', peer: '127.0.0.1' })
  })

  test('pages do not see a dropped header either', async () => {
    const heard = await exchange(port, [
      'GET /page HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
    ])
    expect(heard).not.toContain('evil.example')
  })

  test('X-Forwarded-Proto is ignored', async () => {
    const heard = await exchange(port, ['GET /page HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n'])
    expect(parseResponse(heard).headers).not.toHaveProperty('strict-transport-security')
  })
})

describe('behind trusted proxies', () => {
  let port: number
  beforeAll(async () => {
    ;({ port } = await startTestServer({ rules: { proxies: networkList(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']) } }))
  })

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['203.0.113.9, 2001:db8::5, 10.1.2.3', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:4711', '203.0.113.9'],
    ['[2001:470::9]:4711', '2001:470::9'],
    ['10.1.2.3', '10.1.2.3'],
    ['evil, 10.1.2.3', '10.1.2.3'],
    ['127.0.0.1\t', '127.0.0.1'],
    ['', '127.0.0.1'],
  ])('X-Forwarded-For: %s means %s', async (forwardedFor, address) => {
    expect(await ask(port, [`X-Forwarded-For: ${forwardedFor}`])).toMatchObject({ address, peer: '127.0.0.1', forwarded: true })
  })

  test('several X-Forwarded-For lines are one list', async () => {
    expect(await ask(port, ['X-Forwarded-For: 198.51.100.1', 'X-Forwarded-For: 203.0.113.9'])).toMatchObject({ address: '203.0.113.9' })
  })

  test('their headers stay for the pages, a forged peer header does not', async () => {
    const echo = await ask(port, ['X-Forwarded-Host: memanto.example', 'x-memanto-peer: 0123 127.0.0.9 127.0.0.9'])
    expect(echo).toMatchObject({ address: '127.0.0.1', headers: { 'x-forwarded-host': 'memanto.example' } })
  })

  test('X-Forwarded-Proto is used', async () => {
    const heard = await exchange(port, ['GET /page HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n'])
    expect(parseResponse(heard).headers).toMatchObject({ 'strict-transport-security': 'max-age=31536000' })
  })
})

test('addresses are written in one way', () => {
  expect(['::ffff:192.0.2.1', '::FFFF:192.0.2.1', '192.0.2.1:80', '[2001:db8::1]:80', 'fe80::1%eth0', '::1'].map(plainAddress)).toEqual([
    '192.0.2.1',
    '192.0.2.1',
    '192.0.2.1',
    '2001:db8::1',
    'fe80::1',
    '::1',
  ])
})
