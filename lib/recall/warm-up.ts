import { createAgentIndex } from './agent-index'
import { addToIndex } from './agent-memories'
import { search } from './search'
import { storedTerms } from './stored-terms'

const TEXT = { title: null, content: 'Ada prefers e-mail over the phone.', tags: [] }
const TIMES = { created_ms: 0, occurred_ms: 0 }
const ROW = {
  id: 'mem_0',
  session_id: 'sess_0',
  seq: 1,
  type: 'fact',
  ...TEXT,
  ...TIMES,
  confidence: 1,
  txid: '0',
  word_count: 0,
  terms: null,
} as const

/** Searches a memory that nobody stored: the first search of a process prepares word lists and names of months, which takes a tenth of a second. */
export function warmUpSearch(): void {
  const index = createAgentIndex()
  addToIndex(index, { ...ROW, tags: [], terms: storedTerms(TEXT).search })
  search(index, 'how does Ada want to be raeched since May 2020?', { limit: 1, now: new Date(0) })
}
