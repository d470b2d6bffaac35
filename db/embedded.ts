import { setTimeout as pause } from 'node:timers/promises'
import { openCluster } from './embedded-cluster'
import { explainStartFailure } from './embedded-errors'
import { connectOrLaunch, DATABASE_NAME, type Lease, tryToConnect, tryToRelease } from './embedded-lease'
import { type Cluster, PORT } from './embedded-postmaster'
import { codeOf } from './error-code'

/** The embedded database while this process uses it. */
export interface EmbeddedDatabase {
  /** A postgres:// URL, the same at every start. It contains the password, so it must not be logged. */
  url: string
  /** The folder of the data, which may differ from the requested one: see embeddedDataDir. */
  dataDir: string
  /** Stops using the database. The last process to do so stops Postgres. */
  stop(): Promise<void>
}

const RECONNECT_MS = 500
const RELEASE_WITHIN_MS = 10_000

/** Starts Postgres on a data folder, or uses the one that runs there, and creates the database when it does not exist. @throws an error for the user */
export async function startEmbedded(requestedDir: string): Promise<EmbeddedDatabase> {
  try {
    const cluster = await openCluster(requestedDir)
    const lease = await connectOrLaunch(cluster)
    return { url: urlOf(cluster), dataDir: cluster.dataDir, stop: keepLease(cluster, lease) }
  } catch (error) {
    throw explainSystemError(error, requestedDir)
  }
}

/** Turns the error of a system call into a message for the user. Errors without a code are returned as they are. */
function explainSystemError(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || codeOf(error) === undefined) return error
  return new Error(explainStartFailure(dataDir, error.message), { cause: error })
}

function urlOf({ socket, password }: Cluster): string {
  return `postgres://${DATABASE_NAME}:${password}@localhost:${PORT}/${DATABASE_NAME}?host=${encodeURIComponent(socket)}&sslmode=disable`
}

/** Keeps a lease until the returned function is called. When Postgres ends before that, starts it again. */
function keepLease(cluster: Cluster, first: Lease): () => Promise<void> {
  let release: Promise<void> | undefined
  let current: Promise<Lease | undefined>
  const watch = (lease: Lease) => {
    lease.socket.unref() // lets a process end that forgets to stop the database
    lease.client.once('end', () => {
      if (!release) current = reconnect()
    })
    return lease
  }
  const reconnect = async () => {
    while (!release) {
      await pause(RECONNECT_MS, undefined, { ref: false })
      const reconnected = await connectOrLaunch(cluster).catch(() => undefined)
      if (reconnected) return watch(reconnected)
    }
  }
  current = Promise.resolve(watch(first))
  return () => (release ??= current.then((lease) => releaseLease(cluster, lease)))
}

async function releaseLease(cluster: Cluster, lease: Lease | undefined): Promise<void> {
  const deadline = Date.now() + RELEASE_WITHIN_MS
  for (
    let current = lease ?? (await tryToConnect(cluster));
    current !== 'absent' && Date.now() < deadline;
    current = await tryToConnect(cluster)
  ) {
    if (current !== 'busy' && (await tryToRelease(cluster, current))) return
    await pause(100) // the connection was closed: Postgres is recovering or has ended, so try again
  }
}
