import { createAgentIndex } from './agent-index'
import { addToIndex } from './agent-memories'
import { search } from './search'
import { storedTerms } from './stored-terms'

/** With fewer, or once, the code is compiled but not optimized, and the first recalls take two to three times as long as later ones. */
const MEMORIES = 1000
const ROUNDS = 2
const COMMON = {
  session_id: 'sess_0',
  type: 'fact',
  title: null,
  content: null,
  confidence: 1,
  txid: '0',
  created_ms: 0,
  occurred_ms: 0,
} as const

/**
 * Searches memories that nobody stored, before the first recall: a process that has not searched yet reads word lists and compiles code for a tenth of a
 * second.
 */
export function warmUpSearch(): void {
  for (let round = 0; round < ROUNDS; round++) searchNewIndex()
}

function searchNewIndex(): void {
  const index = createAgentIndex()
  for (let seq = 0; seq < MEMORIES; seq++) {
    const { search: terms, wordCount } = storedTerms({ title: null, content: textOf(seq), tags: [] })
    addToIndex(index, { ...COMMON, id: `mem_${seq}`, seq, tags: [], terms, word_count: wordCount })
  }
  for (const query of ['how does Ada want to be raeched since May 2020?', textOf(7), `${textOf(250).slice(1)} was wann wo`])
    search(index, query, { limit: 10, now: new Date(0) })
}

/** A sentence with words that few others have. */
const textOf = (seq: number) => `Ada said ${[7919, 104_729, 1_299_709].map((prime) => wordOf(seq * prime)).join(' and ')}.`

const wordOf = (number: number) => number.toString(26).replaceAll(/\d/g, (digit) => String.fromCharCode(112 + Number(digit)))
