import { RARE_WORD_MEMORIES } from '../../db/constants'
import { type AgentIndex, countMemories, type IndexedMemory } from './agent-index'
import { analyzeQuery, languagesOfText, languageTerm, type QueryWord } from './analyze'
import { cohesionOf } from './cohesion'
import { datesIn } from './dates'
import { LANGUAGES, type Language } from './languages'
import { type Ranking, rank, type Scored } from './rank'
import { explain, type Reasons } from './reasons'
import { containing, misspelt, partly } from './similar-words'
import { bytesOf, createVocabulary, type Vocabulary } from './vocabulary'
import { type Variant, weighWords } from './weigh-words'

export interface SearchOptions {
  limit: number
  /** What times such as `last week` count from. */
  now: Date
  /** Whether a memory may be in the answer. It never changes the scores of others. */
  isWanted?: ((memory: IndexedMemory) => boolean) | undefined
  /** Whether the memories are returned with reasons. */
  explain?: boolean | undefined
}

export interface Ranked extends Scored {
  reasons?: Reasons
}

/** The memories of an agent that match a query best, the best first; of those that match equally well the one stored last. */
export function search(index: AgentIndex, query: string, { limit, now, isWanted, explain: isExplained }: SearchOptions): Ranked[] {
  if (index.size === 0) return []
  const words = analyzeQuery(query, languagesOf(index), languagesWith(index, 1))
  const weighed = weighWords(
    index,
    words.map((word) => ({ word, variants: variantsOf(index, word) })),
  )
  const options: Ranking = { limit, cohesion: cohesionOf(index), isWanted, isNearDate: datesIn(query, languagesOfText(query), now)?.isNear }
  const found = rank(index, weighed, options)
  if (!isExplained) return found
  return found.map((scored) => ({ ...scored, reasons: explain(index, weighed, options, scored) }))
}

/** A language with a smaller part of the agent's memories is only taken if the query seems to be in it. */
const SMALLEST_PART = 0.1

const LANGUAGE_TERMS = LANGUAGES.map((language) => ({ language, term: languageTerm(language) }))

/** The languages in which at least a tenth of an agent's memories is written. */
const languagesOf = (index: AgentIndex): Language[] => languagesWith(index, SMALLEST_PART * index.size)

const languagesWith = (index: AgentIndex, fewest: number): Language[] =>
  LANGUAGE_TERMS.filter(({ term }) => countMemories(index, term) >= fewest).map(({ language }) => language)

function variantsOf(index: AgentIndex, { kind, terms, text, isCommon, isCompounding }: QueryWord): Variant[] {
  const exact = terms.map((term): Variant => ({ term, match: 'exact', likeness: 1 }))
  if (kind === 'pair' || kind === 'acronym' || isCommon) return exact
  const count = terms.reduce((sum, term) => sum + countMemories(index, term), 0)
  const isRare = count <= RARE_WORD_MEMORIES
  if (!isRare && !isCompounding) return exact
  const vocabulary = vocabularyOf(index)
  const found = new Map<string, Variant>()
  for (const word of new Set([...terms, text])) {
    const parts = count === 0 ? containing(vocabulary, word) : []
    for (const { term, likeness } of [...partly(vocabulary, word), ...parts]) keepBetter(found, { term, match: 'part', likeness })
    if (isRare && terms.includes(word))
      for (const { term, likeness } of misspelt(vocabulary, word)) keepBetter(found, { term, match: 'similar', likeness })
  }
  return [...exact, ...[...found.values()].filter(({ term }) => !terms.includes(term))]
}

function keepBetter(found: Map<string, Variant>, variant: Variant): void {
  const known = found.get(variant.term)
  if (known === undefined || known.likeness < variant.likeness) found.set(variant.term, variant)
}

function vocabularyOf(index: AgentIndex): Vocabulary {
  if (index.vocabulary === undefined) {
    index.vocabulary = createVocabulary(index.postings.keys())
    index.bytes += bytesOf(index.vocabulary)
  }
  return index.vocabulary
}
