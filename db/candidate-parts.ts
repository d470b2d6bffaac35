/** SQL of what a statement that finds candidates depends on; `$1` is the team. */
export interface CandidateParts {
  /**
   * The CTEs `size` with the number of memories, `sample` with the ids and terms of some, and `term_stats` with each term of the query, its tsquery, its place
   * and about how many memories have it.
   */
  statistics: string
  /** SQL of the smallest number of memories that a term is taken to have: the statistics cannot tell smaller ones apart. */
  fewestHolders: string
  /** SQL that is true for a row of memories that is searched. */
  isSearched: (memory: string) => string
  /** SQL that is true for a row of memory_words that is searched. */
  hasWord: (row: string) => string
  /** SQL that is true for a memory that may be ranked: one with a status that is searched. */
  isRanked: (memory: string) => string
  /** SQL that is true for a memory that may be shown. It does not change the ranking. */
  isShown: (memory: string) => string
  /** False when all memories may be shown. */
  isFiltered: string
  /** Whether filters apply only to what the terms found: else Postgres may read the index of a filter, with all memories of the team. */
  isFilteredLast: boolean
  /** The columns of a row of memories that are returned. */
  columns: string
  /** True when words that hardly any memory has are looked up by their likeness. */
  hasVocabulary: string
  parameters: SoughtParameters
  /** How many memories are ranked, and for how many of the best the memories near them in their sessions are ranked, too. */
  ranked: number
  withNeighbors: number
}

/** What to look for in memories: SQL of parameters. */
interface SoughtParameters {
  stopTerms: string
  words: string
  wordTerms: string
  wordPatterns: string
  wordsCompound: string
  compoundingTerms: string
  partWords: string
  parts: string
  analysis: string
}

/** Which memories a search by words goes through: all that are ranked, or those of them that may be shown. */
export type Among = 'found' | 'shown'
