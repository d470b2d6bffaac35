import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { readDatabaseUrl } from './connection-url'

/** The driver's reading of the URL. */
const driverOf = (text: string) =>
  new pg.Client({ connectionString: readDatabaseUrl(text).connectionString }) as pg.Client & { ssl: unknown }

describe('sslmode has the meaning that it has in libpq', () => {
  test.each([
    ['', false],
    ['?sslmode=disable', false],
    ['?sslmode=require', { rejectUnauthorized: false }],
    ['?sslmode=prefer', { rejectUnauthorized: false }],
    ['?sslmode=allow', { rejectUnauthorized: false }],
    ['?sslmode=no-verify', { rejectUnauthorized: false }],
    ['?sslmode=verify-full', {}],
    ['?sslrootcert=system', {}],
  ])('%s', (parameters, ssl) => {
    expect(driverOf(`postgres://u:p@db.example.com/memanto${parameters}`).ssl).toEqual(ssl)
  })

  test('a socket is never encrypted', () => {
    expect(driverOf('postgres://u:p@/memanto?host=/run/postgresql&sslmode=require').ssl).toBe(false)
    expect(driverOf('postgres://u:p@%2Frun%2Fpostgresql/memanto?sslmode=require').ssl).toBe(false)
  })

  test('with sslrootcert, sslmode=require checks the certificate but not the host name', () => {
    const file = join(tmpdir(), `memanto-root-${process.pid}.crt`)
    writeFileSync(file, 'certificate')
    const ssl = { ca: 'certificate', checkServerIdentity: expect.any(Function) }
    expect(driverOf(`postgres://u:p@db/memanto?sslmode=require&sslrootcert=${file}`).ssl).toEqual(ssl)
    expect(driverOf(`postgres://u:p@db/memanto?sslmode=verify-ca&sslrootcert=${file}`).ssl).toEqual(ssl)
    expect(driverOf(`postgres://u:p@db/memanto?sslmode=verify-full&sslrootcert=${file}`).ssl).toEqual({ ca: 'certificate' })
  })
})

test.each([
  ['postgres://u:p@/memanto?host=/run/postgresql', '/run/postgresql', 'u', 'memanto', '/run/postgresql/memanto'],
  ['postgres:///memanto?host=/run/postgresql&user=u&password=p', '/run/postgresql', 'u', 'memanto', '/run/postgresql/memanto'],
  ['postgresql://u:p@[::1]:6432/memanto', '::1', 'u', 'memanto', '[::1]:6432/memanto'],
  [
    'postgres://u:p@/memanto?host=/run/postgresql&port=6433&schema=second',
    '/run/postgresql',
    'u',
    'memanto',
    '/run/postgresql:6433/memanto?schema=second',
  ],
  ['postgres://u:p@localhost:6433/memanto?host=/run/postgresql', '/run/postgresql', 'u', 'memanto', '/run/postgresql:6433/memanto'],
  ['postgres://u:p@db.example.com/memanto?schema=second', 'db.example.com', 'u', 'memanto', 'db.example.com/memanto?schema=second'],
  ['postgres://ann%40acme:p%23w@db.example.com/a%20b', 'db.example.com', 'ann@acme', 'a b', 'db.example.com/a b'],
])('%s has the right host, user and database', (text, host, user, database, place) => {
  expect(driverOf(text)).toMatchObject({ host, user, database })
  expect(readDatabaseUrl(text)).toMatchObject({ user, database, place })
})

describe('an invalid URL is rejected without quoting it', () => {
  const encode = /percent-encode the characters/
  test.each([
    ['postgres://u:hun#ter2@db/memanto', encode],
    ['postgres://u:hun/ter2@db/memanto', encode],
    ['postgres://u:123/ter2@db/memanto', encode],
    ['postgres://u:hun?ter2@db/memanto', encode],
    ['postgres://u:hun%ter2@db/memanto', encode],
    ['postgres://u:hun ter2@db/memanto', encode],
    ['postgres://u:hun[ter2@db/memanto/@', encode],
    ['mysql://u:hunter2@db/memanto', /^must be a postgres:\/\/ URL$/],
    ['postgres://u:hunter2@db/memanto?sslmode=maybe', /^has an unknown sslmode: use one of disable, allow, prefer/],
    ['postgres://u:hunter2@db/memanto?sslmode=verify-ca', /^has sslmode=verify-ca, which requires sslrootcert/],
    ['postgres://u:hunter2@db/memanto?sslmode=require&sslrootcert=/nowhere/root.crt', /^has an sslrootcert file that cannot be read$/],
    ['postgres://u:hunter2@db/memanto?schema=My-Schema', /^has an invalid schema name/],
    ['postgres://u:hunter2@db/memanto?lock_timeout=30s', /^has an invalid lock_timeout: use a number of milliseconds$/],
    ['postgres://u:hunter2@db/memanto?schema=pg_mine', /not starting with pg_$/],
  ])('%s', (text, sentence) => {
    expect(() => readDatabaseUrl(text)).toThrow(sentence)
    expect(() => readDatabaseUrl(text)).not.toThrow(/hun|ter2/)
  })
})

test('a schema is put first in the search path, and other options stay', () => {
  const { schema, connectionString } = readDatabaseUrl('postgres://u:p@db/memanto?schema=second&options=-c%20jit%3Doff')
  expect(schema).toBe('second')
  expect(new URL(connectionString).searchParams.get('options')).toBe('-c jit=off -c search_path=second,public')
  expect(new URL(connectionString).searchParams.has('schema')).toBe(false)
})

test('timeouts are taken out of the URL, so that a pooler that refuses them can be used without them', () => {
  const { timeouts, connectionString } = readDatabaseUrl(
    'postgres://u:p@db/memanto?statement_timeout=30000&lock_timeout=0&connect_timeout=3',
  )
  expect(timeouts).toEqual({ statementMs: 30_000, lockMs: 0 })
  expect([...new URL(connectionString).searchParams.keys()]).toEqual(['connect_timeout'])
})
