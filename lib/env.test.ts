import { describe, expect, test } from 'vitest'
import { TEST_SECRET } from '../test/settings'
import { isLoopback, networkList, readSettings, SECRETS } from './env'

const DATABASE = { DATABASE_URL: 'postgres://memanto:hunter2hunter2@db/memanto', MEMANTO_SECRET: TEST_SECRET }

function refusalOf(env: Record<string, string | undefined>): string {
  try {
    readSettings(env)
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message
  }
  throw new Error('These settings were taken.')
}

describe('without any setting', () => {
  test('the documented defaults hold', () => {
    const expected = { PORT: 8000, HOST: '127.0.0.1', DATABASE_PREPARED: true, MEMANTO_DATA_DIR: '.memanto', LOG_LEVEL: 'info' }
    expect(readSettings({})).toMatchObject(expected)
    expect(readSettings({})).not.toHaveProperty('MEMANTO_SECRET')
  })

  test('rate limits leave room for imports', () => {
    const limits = { RATE_LIMIT_KEY: 12_000, RATE_LIMIT_TEAM: 60_000, RATE_LIMIT_ANONYMOUS: 600, RATE_LIMIT_FAILED_AUTH: 60 }
    expect(readSettings({})).toMatchObject(limits)
    expect(readSettings({ RATE_LIMIT_KEY: '0' }).RATE_LIMIT_KEY).toBe(0)
  })

  test('with an external database the server listens on all addresses by default', () => {
    expect(readSettings(DATABASE).HOST).toBe('0.0.0.0')
    expect(readSettings({ ...DATABASE, HOST: '127.0.0.1' }).HOST).toBe('127.0.0.1')
  })

  test('an empty value counts as not set', () => {
    expect(readSettings({ PORT: '', LOG_LEVEL: '', PUBLIC_URL: '' })).toMatchObject({ PORT: 8000, LOG_LEVEL: 'info' })
  })
})

describe('the secret', () => {
  test('must be set together with DATABASE_URL, and an empty one counts as not set', () => {
    for (const MEMANTO_SECRET of [undefined, '']) expect(refusalOf({ ...DATABASE, MEMANTO_SECRET })).toMatch(/^MEMANTO_SECRET must be set/)
  })

  test.each(['short', 'x'.repeat(31), 'a'.repeat(64), 'secret'.repeat(8), '0123'.repeat(10), ' '.repeat(40)])('%j is refused', (secret) => {
    for (const name of SECRETS) {
      const refusal = refusalOf({ ...DATABASE, [name]: secret })
      expect(refusal).toMatch(new RegExp(`^${name} `))
      expect(refusal).not.toContain(secret)
    }
  })

  test('is measured in bytes', () => {
    expect(readSettings({ ...DATABASE, MEMANTO_SECRET: 'äöüßéèêàáâãåæçñø' }).MEMANTO_SECRET).toHaveLength(16)
  })
})

describe('an invalid value stops startup with a message that names the setting and not the value', () => {
  test.each([
    ['PORT', '80x'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '8000.5'],
    ['PUBLIC_URL', 'memanto.example.com/private'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['PUBLIC_URL', 'https://memanto.example.com/private'],
    ['PUBLIC_URL', 'https://memanto.example.com/?team=acme'],
    ['PUBLIC_URL', 'https://memanto.example.com/#agents'],
    ['PUBLIC_URL', 'https://operator:hunter2@memanto.example.com'],
    ['PUBLIC_URL', 'https://operator@memanto.example.com'],
    ['TRUST_PROXY', 'everyone'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', '10.0.0.0/8, nonsense'],
    ['DATABASE_URL', 'mysql://memanto:hunter2hunter2@db/memanto'],
    ['DATABASE_URL', 'hunter2hunter2'],
    ['DATABASE_DIRECT_URL', 'hunter2hunter2'],
    ['DATABASE_PREPARED', 'perhaps'],
    ['DATABASE_POOL_SIZE', '1'],
    ['DATABASE_POOL_SIZE', 'many'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://app.example.com/path'],
    ['CORS_ORIGINS', 'portal.acme.test'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_TOKEN', 'hunter2'],
    ['RATE_LIMIT_KEY', '-5'],
    ['RATE_LIMIT_TEAM', 'many'],
    ['RATE_LIMIT_ANONYMOUS', '1.5'],
    ['RATE_LIMIT_FAILED_AUTH', '1e30'],
  ])('%s (%#)', (name, value) => {
    const refusal = refusalOf({ ...DATABASE, [name]: value })
    expect(refusal).toMatch(new RegExp(`^${name} .+\\.$`))
    if (value.length > 3) expect(refusal).not.toContain(value)
    expect(refusal).not.toContain('hunter2')
  })
})

describe('MEMANTO_KEYLESS_TEAM', () => {
  test('is accepted on a loopback address', () => {
    for (const HOST of [undefined, 'localhost', '127.0.0.1', '::1'])
      expect(readSettings({ HOST, MEMANTO_KEYLESS_TEAM: 'Acme' }).MEMANTO_KEYLESS_TEAM).toBe('Acme')
  })

  test('is composed, as names of teams are stored', () => {
    expect(readSettings({ MEMANTO_KEYLESS_TEAM: 'Cafe\u0301' }).MEMANTO_KEYLESS_TEAM).toBe('Caf\u00e9')
  })

  test.each([{ HOST: '0.0.0.0' }, { HOST: '192.168.1.4' }, { HOST: '::' }, { TRUST_PROXY: '127.0.0.1' }, DATABASE])(
    'is refused with %j',
    (env) => {
      expect(refusalOf({ ...env, MEMANTO_KEYLESS_TEAM: 'Acme' })).toContain('MEMANTO_KEYLESS_TEAM')
    },
  )
})

describe('loopback addresses', () => {
  test.each(['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]', '::ffff:127.0.0.1'])('%s is one', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  test.each([
    '',
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '127.0.0.1.example.com',
    'localhost.example.com',
    'example.com',
    '127.1',
    '10.0.0.1',
    '::ffff:10.0.0.1',
  ])('%j is not one', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})

test('trusted proxies are addresses and networks of both families', () => {
  const { TRUST_PROXY } = readSettings({ TRUST_PROXY: '10.0.0.0/8, 192.168.1.4 ,fd00::/8' })
  const proxies = networkList(TRUST_PROXY ?? [])
  expect(proxies.check('10.255.0.1') && proxies.check('192.168.1.4') && proxies.check('fd12::1', 'ipv6')).toBe(true)
  expect(proxies.check('11.0.0.1') || proxies.check('192.168.1.5') || proxies.check('fe00::1', 'ipv6')).toBe(false)
})

test('lists are split at commas and addresses lose their last slash', () => {
  const settings = readSettings({ PUBLIC_URL: 'https://memanto.example.com/', CORS_ORIGINS: 'https://a.example, http://b.example:8080,' })
  expect(settings.PUBLIC_URL).toBe('https://memanto.example.com')
  expect(readSettings({ PUBLIC_URL: 'HTTPS://Memanto.Example.com:443//' }).PUBLIC_URL).toBe('https://memanto.example.com')
  expect(settings.CORS_ORIGINS).toEqual(['https://a.example', 'http://b.example:8080'])
})
