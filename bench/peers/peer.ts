import type { OnCleanUp } from '../clean-up'
import type { Run } from '../measure'
import type { PeerPackages } from './packages'

/** What the products have in common, in the order in which it is measured: adding last, so that nobody searches more than the first memories. */
export const OPERATIONS = ['verify an API key', 'create a session', 'read a session', 'search 1,000 memories', 'add a memory'] as const

export type OperationName = (typeof OPERATIONS)[number]

/** One product doing one operation. */
export interface Contender {
  operation: OperationName
  /** What is different where a product does an operation in two ways. */
  variant?: string
  run: Run
}

/** What a peer is given to start with. */
export interface PeerSetup {
  /** Where its packages are installed. */
  folder: string
  /** A database of its own in the Postgres that the product uses, and how many connections it may have there. */
  databaseUrl: string
  poolSize: number
  /** A folder for files, empty, that is deleted at the end. */
  filesFolder: string
  /** The texts that it holds before memories are added and searched. */
  memories: string[]
  queries: string[]
  onCleanUp: OnCleanUp
}

/** A product that ours is compared with. */
export interface Peer {
  name: string
  packages: PeerPackages
  operations: OperationName[]
  /** How it is set up and called, for the reader of the table. */
  note: string
  start(setup: PeerSetup): Promise<Contender[]>
}
