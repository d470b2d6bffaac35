import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OnCleanUp } from '../clean-up'
import { createDatabase, openDatabase, POOL_SIZE, prepareDatabase } from '../database'
import { type Environment, environmentText, readEnvironment } from '../environment'
import { fillDatabase, SMALL_AGENT_MEMORIES } from '../fill'
import { measureInTurns } from '../measure'
import { randomSecret, startProduct } from '../processes'
import { logProgress } from '../progress'
import { randomTexts } from '../random-texts'
import { betterAuth } from './better-auth'
import { expressSession } from './express-session'
import { mem0 } from './mem0'
import { type PeerOptions, readPeerOptions } from './options'
import { OUR_NOTE, OUR_SIZE, OURS, ourContenders, ourVersion } from './ours'
import { installPackages, versionOf } from './packages'
import { type Contender, OPERATIONS, type OperationName, type Peer } from './peer'
import { serverMemory } from './server-memory'
import { comparePeers, type MeasuredProduct, type PeerRow, peerTableOf } from './table'

const PEERS: Peer[] = [betterAuth, expressSession, mem0, serverMemory]
const WORDS_PER_MEMORY = 12
const QUERIES = 64
const WORDS_PER_QUERY = 4

/** `npm run bench -- peers`: comparable products and ours, in turns. */
export async function benchPeers(args: string[], onCleanUp: OnCleanUp): Promise<void> {
  const options = readPeerOptions(args)
  const wanted = PEERS.filter((peer) => peer.operations.some((operation) => isWanted(peer.name, operation, options)))
  if (wanted.length === 0) throw new Error(`No operation and no product has "${options.only}" in its name.`)
  const folders = await installAll(wanted, options.packagesFolder)
  logProgress('filling a database')
  const { url } = await openDatabase(onCleanUp)
  const products = [await startOurs(url, onCleanUp)]
  for (const peer of wanted) products.push(await startPeer(peer, folders.get(peer.name) ?? '', url, onCleanUp))
  const measured = await measureProducts(products, options)
  const rows = comparePeers(measured, OURS)
  const notes = Object.fromEntries(products.map(({ name, note }) => [name, note]))
  const report = { connections: options.connections, environment: await readEnvironment(url), rows, notes }
  console.log(options.json ? JSON.stringify(report) : textOf(report))
}

/** One operation of a peer is measured when its name, or that of the peer, contains the text of `--only`. */
const isWanted = (product: string, operation: OperationName, { only }: PeerOptions) => product.includes(only) || operation.includes(only)

async function installAll(peers: Peer[], cacheFolder: string): Promise<Map<string, string>> {
  const folders = new Map<string, string>()
  for (const { name, packages } of peers) {
    logProgress(`installing ${name}, unless it is already in ${cacheFolder}`)
    folders.set(name, await installPackages(cacheFolder, packages))
  }
  return folders
}

interface StartedProduct {
  name: string
  version: string
  note: string
  contenders: Contender[]
}

async function startOurs(url: string, onCleanUp: OnCleanUp): Promise<StartedProduct> {
  const team = await prepareDatabase(url, (pool) => fillDatabase(pool, OUR_SIZE))
  const settings = { DATABASE_URL: url, DATABASE_POOL_SIZE: String(POOL_SIZE), MEMANTO_SECRET: randomSecret() }
  const { origin } = await startProduct(settings, onCleanUp)
  return { name: OURS, version: ourVersion(), note: OUR_NOTE, contenders: await ourContenders({ origin, team, size: OUR_SIZE }) }
}

async function startPeer(
  { name, packages, note, start }: Peer,
  folder: string,
  url: string,
  onCleanUp: OnCleanUp,
): Promise<StartedProduct> {
  logProgress(`starting ${name}`)
  const filesFolder = mkdtempSync(join(tmpdir(), 'memanto-bench-'))
  onCleanUp(async () => rmSync(filesFolder, { recursive: true, force: true }))
  const databaseUrl = await createDatabase(url, `peer_${packages.folder.replaceAll('-', '_')}`)
  const memories = randomTexts(SMALL_AGENT_MEMORIES, WORDS_PER_MEMORY, 1)
  const queries = randomTexts(QUERIES, WORDS_PER_QUERY, 2)
  const contenders = await start({ folder, filesFolder, databaseUrl, poolSize: POOL_SIZE, memories, queries, onCleanUp })
  const [main = '', ...others] = Object.keys(packages.dependencies)
  const versions = others.map((other) => `${other} ${versionOf(folder, other)}`)
  return { name, version: versionOf(folder, main), note: versions.length > 0 ? `${note} With ${versions.join(', ')}.` : note, contenders }
}

/** Each operation by all who do it, in turns. */
async function measureProducts(products: StartedProduct[], options: PeerOptions): Promise<MeasuredProduct[]> {
  const measured: MeasuredProduct[] = []
  for (const operation of OPERATIONS) {
    const contenders = contendersOf(products, operation, options)
    if (contenders.length < 2) continue
    logProgress(operation)
    const runs = contenders.map(({ run }) => run)
    const figures = await measureInTurns(runs, options.connections, options.effort)
    for (const [place, figure] of figures.entries()) {
      const contender = contenders[place]
      if (contender) measured.push({ operation, product: contender.product, version: contender.version, ...figure })
    }
  }
  return measured
}

/** Who does an operation: ours, and the peers that are wanted. */
function contendersOf(products: StartedProduct[], operation: OperationName, options: PeerOptions) {
  return products
    .filter(({ name }) => name === OURS || isWanted(name, operation, options))
    .flatMap(({ name, version, contenders }) =>
      contenders
        .filter((contender) => contender.operation === operation)
        .map(({ variant, run }) => ({ product: variant ? `${name}, ${variant}` : name, version, run })),
    )
}

interface Report {
  connections: number
  environment: Environment
  rows: PeerRow[]
  /** How each product is set up and called. */
  notes: Record<string, string>
}

function textOf({ connections, environment, rows, notes }: Report): string {
  const lines = Object.entries(notes).map(([name, note]) => `${name}: ${note}`)
  return `\n${peerTableOf(rows, connections)}\n\n${environmentText(environment)}\n\n${lines.join('\n')}`
}
