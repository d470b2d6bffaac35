import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { migrations } from '../../db/migrate'
import type { Tx } from '../../db/schema'
import { lockTeamCreation } from '../../db/teams'
import { createDatabase } from '../../test/database'
import { createEmptyDatabase } from '../../test/empty-database'
import { freePort } from '../../test/free-port'
import { run, startServer, waitForStatus, waitUntilReady } from '../../test/server/process'
import { TEST_SECRET } from '../../test/settings'

let url: string

beforeAll(async () => {
  ;({ url } = await createEmptyDatabase())
})

/** A proxy to the database that can be opened and closed. */
async function wayTo(database: string) {
  const { pathname, username, password, hostname, port, searchParams } = new URL(database)
  const folder = searchParams.get('host')
  const open = new Set<Socket>()
  const way = createServer((client) => {
    const server = folder ? connect(join(folder, `.s.PGSQL.${port}`)) : connect(Number(port || 5432), hostname)
    for (const socket of [client, server]) open.add(socket.on('error', () => {}))
    client.pipe(server).pipe(client)
  })
  const wayPort = await freePort()
  const close = () => {
    way.close()
    for (const socket of open) socket.destroy()
  }
  const reopen = async () => void (await once(way.listen(wayPort, '127.0.0.1'), 'listening'))
  return { url: `postgres://${username}:${password}@127.0.0.1:${wayPort}${pathname}?sslmode=disable`, close, open: reopen }
}

test('the server waits for its database at start, and survives a restart of it', async () => {
  const way = await wayTo(url)
  const server = await startServer({ DATABASE_URL: way.url, MEMANTO_SECRET: TEST_SECRET })
  const get = (path: string, headers?: Record<string, string>) => fetch(server.url + path, { headers })
  await waitForStatus(server, '/ready', 503)
  expect((await get('/health')).status).toBe(200)
  const early = await get('/api/v2/database')
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await early.json()).toMatchObject({ code: 'database_unavailable' })
  expect(await (await get('/', { accept: 'text/html' })).text()).toContain('Memanto is starting')

  await way.open()
  await waitUntilReady(server)
  expect((await get('/api/v2/database')).status).toBe(200)
  expect(server.said().stderr).toMatch(/^Waiting for the database at 127\.0\.0\.1:\d+\/\w+: ECONNREFUSED\. .*\n$/)

  const underLoad = Promise.all(Array.from({ length: 60 }, (_, at) => pause(at).then(() => get('/api/v2/database'))))
  await pause(30)
  way.close()
  for (const { status } of await underLoad) expect([200, 503]).toContain(status)
  await waitForStatus(server, '/ready', 503)
  const down = await get('/api/v2/database')
  expect([down.status, down.headers.get('retry-after')]).toEqual([503, '1'])

  await way.open()
  await waitUntilReady(server)
  expect((await get('/api/v2/database')).status).toBe(200)
  server.child.kill('SIGINT')
  expect(await server.ended()).toBe(0)
  way.close()
})

const lockPeople = (tx: Tx) => sql`lock table people in access exclusive mode`.execute(tx)

test.each([
  ['the start message', lockPeople, [], 'Open this link to set up Memanto'],
  ['the demo team', lockTeamCreation, ['--demo'], 'Created the team "Demo"'],
])('a server that loses its database between the migration and %s waits for it again', async (_step, lock, args, message) => {
  const { db, url: migrated } = await createDatabase()
  const address = new URL(migrated)
  address.searchParams.set('lock_timeout', '60000') // so that the wait for the lock does not end by itself
  const waiting = sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const endWaiting = async () => (await sql`select pg_terminate_backend(pid) from ${waiting}`.execute(db)).rows.length
  const server = await db.transaction().execute(async (tx) => {
    await lock(tx)
    const starting = await startServer({ DATABASE_URL: address.href, MEMANTO_SECRET: TEST_SECRET }, args)
    await expect.poll(endWaiting).toBe(1)
    return starting
  })
  await waitUntilReady(server)
  await expect.poll(() => server.said().stdout).toContain(message)
  expect(server.said().stderr).toMatch(/^Waiting for the database at .*: (57P01|EPIPE|ECONNRESET)\. /)
})

test('a server that still waits for its database stops on SIGTERM', async () => {
  const way = await wayTo(url)
  const server = await startServer({ DATABASE_URL: way.url, MEMANTO_SECRET: TEST_SECRET })
  await waitForStatus(server, '/ready', 503)
  server.child.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
})

test('two processes can migrate at the same time', async () => {
  const { url: fresh } = await createEmptyDatabase()
  const env = { DATABASE_URL: fresh, MEMANTO_SECRET: TEST_SECRET }
  const pair = [run('admin', ['migrate', '--json'], env), run('admin', ['migrate', '--json'], env)]
  expect(await Promise.all(pair.map((command) => command.ended()))).toEqual([0, 0])
  const ran = pair.flatMap((command) => JSON.parse(command.said().stdout).migrated)
  expect(ran).toEqual(Object.keys(migrations))
})
