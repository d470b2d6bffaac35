import type { Erasure } from '../http/client'
import { type Format, labelled, success } from './lines'

/** What an erasure did, in one or more calls. */
export interface Erased {
  erased: number
  memory_ids: string[]
  /** One for each call. */
  receipts: string[]
}

/** What an erasure would do. */
export function erasureLines({ matched, versions, agents }: Erasure): string[] {
  return labelled([
    ['Would Erase', `${memoriesOf(matched)}, ${versions} ${versions === 1 ? 'version' : 'versions'}`],
    ...agents.map(({ agent_id, memories, legal_hold }): [string, string] => [
      agent_id,
      `${memories}${legal_hold ? ', on legal hold: cannot be erased' : ''}`,
    ]),
  ])
}

/** What an erasure did. */
export const erasedLines = ({ erased, receipts }: Erased, format: Format): string[] => [
  success(`${memoriesOf(erased)} erased`, format),
  ...receipts.flatMap((receipt) => labelled([['Receipt', receipt]])),
]

const memoriesOf = (count: number) => `${count} ${count === 1 ? 'memory' : 'memories'}`
