import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from '../../db/embedded-binaries'
import { databaseUser, type RunAs } from '../../db/embedded-host'
import { atEnd } from '../at-end'
import { freePort } from '../free-port'

/** A Postgres server that belongs to the test file, on a TCP port and a socket, with TLS. It is stopped at the end of the file. */
export interface TestPostgres {
  port: number
  /** The folder with its data and its socket. */
  folder: string
  /** Its self-signed certificate for localhost. */
  certificate: string
  /** Runs statements as the superuser. */
  execute(text: string, database?: string): Promise<void>
  url(role: string, password: string, database: string, parameters?: string): string
  /** Starts a read-only replica: another server on a copy of the data that only replays the log of a primary. */
  replica(): Promise<TestPostgres>
}

const HBA = `local all all trust
hostssl tls_only all 127.0.0.1/32 scram-sha-256
hostnossl tls_only all 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
`

const SETTINGS = { ssl: 'on', listen_addresses: '127.0.0.1', fsync: 'off', max_connections: '40', shared_buffers: '16MB' }

export async function startPostgres(): Promise<TestPostgres> {
  const folder = newFolder()
  const user = databaseUser(folder)
  giveTo(user, folder)
  const data = join(folder, 'data')
  const binaries = findBinaries(user, folder)
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...user,
    cwd: '/',
    stdio: 'pipe',
  })
  for (const [name, value] of Object.entries(SETTINGS)) appendFileSync(join(data, 'postgresql.conf'), `${name} = '${value}'\n`)
  writeFileSync(join(data, 'pg_hba.conf'), HBA)
  makeCertificate(data, user)
  return run(binaries, user, folder)
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-pg-'))
  chmodSync(folder, 0o755)
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function makeCertificate(data: string, user: RunAs): void {
  const [key, certificate] = [join(data, 'server.key'), join(data, 'server.crt')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', certificate],
    { stdio: 'pipe' },
  )
  chmodSync(key, 0o600)
  for (const path of [key, certificate]) giveTo(user, path)
}

function giveTo({ uid, gid }: RunAs, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

async function run(binaries: string, user: RunAs, folder: string): Promise<TestPostgres> {
  const port = await freePort()
  const data = join(folder, 'data')
  const child = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), '-k', data], { ...user, cwd: '/', stdio: 'ignore' })
  atEnd(() => stop(child))
  const execute = async (text: string, database = 'postgres') => {
    const client = new pg.Client({ host: data, port, user: 'postgres', database })
    client.on('error', () => {})
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }
  await untilRunning(child, () => execute('select 1'))
  return {
    port,
    folder: data,
    certificate: join(data, 'server.crt'),
    execute,
    url: (role, password, database, parameters = '') => `postgres://${role}:${password}@localhost:${port}/${database}${parameters}`,
    replica: async () => {
      await execute('checkpoint')
      await stop(child)
      const copy = newFolder()
      giveTo(user, copy)
      execFileSync('cp', ['-a', data, join(copy, 'data')])
      writeFileSync(join(copy, 'data', 'standby.signal'), '')
      return run(binaries, user, copy)
    },
  }
}

async function untilRunning(child: ChildProcess, ask: () => Promise<void>): Promise<void> {
  for (;;) {
    const error = await ask().catch((thrown: unknown) => thrown ?? new Error('no answer'))
    if (error === undefined) return
    if (child.exitCode !== null) throw error
    await pause(50)
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGINT')
  await once(child, 'exit')
}
