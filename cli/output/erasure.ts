import type { Erasure } from '../http/client'
import { countOf, type Format, labelled, memoriesOf, success } from './lines'
import { sanitizeLine } from './sanitize'

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
    ['Would Erase', `${memoriesOf(matched)}, ${countOf(versions, 'version')}`],
    ...agents.map(({ agent_id, memories, legal_hold }): [string, string] => [
      sanitizeLine(agent_id),
      `${memories}${legal_hold ? ', on legal hold: cannot be erased' : ''}`,
    ]),
  ])
}

/** What an erasure did. */
export const erasedLines = ({ erased, receipts }: Erased, format: Format): string[] => [
  success(`${memoriesOf(erased)} erased`, format),
  ...receipts.flatMap((receipt) => labelled([['Receipt', receipt]])),
]
