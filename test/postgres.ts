import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openCluster } from '../db/embedded-cluster'
import { clusterFolder } from '../db/embedded-host'
import { environment } from '../db/embedded-postmaster'

const PORT = '5432' // part of the name of the socket

/** Postgres as the product starts it, except that nothing waits for the disk: the data need not survive a crash. */
const SETTINGS = {
  listen_addresses: '',
  max_connections: '200',
  shared_buffers: '256MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  jit: 'off',
  TimeZone: 'UTC',
}

/** Starts Postgres on a cluster that the product creates in the folder, with a role that may create databases and a database for it. */
export async function startPostgres(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const { dataDir, binaries, user, password, socket } = await openCluster(folder)
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(binaries, 'postgres'), ['-D', clusterFolder(dataDir), '-p', PORT, '-k', socket, ...settings], {
    ...user,
    cwd: '/',
    env: environment,
    stdio: 'ignore',
  })
  const ended = once(server, 'exit')
  const url = (role: string) => `postgres://${role}:${password}@localhost:${PORT}/${role}?host=${encodeURIComponent(socket)}`
  await untilRunning(url('postgres'), () => server.exitCode)
  const client = new pg.Client({ connectionString: url('postgres') })
  await client.connect()
  await client.query(`create role memanto login createdb password ${client.escapeLiteral(password)}`)
  await client.query('create database memanto owner memanto')
  await client.end()
  const stop = async () => {
    server.kill('SIGQUIT')
    await ended
  }
  return { url: url('memanto'), stop }
}

async function untilRunning(url: string, exitCode: () => number | null): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (exitCode() !== null) throw error
      await pause(20)
    }
  }
}
