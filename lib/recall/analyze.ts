import type { WeightedTerm } from './agent-index'
import { fold } from './fold'
import { detectLanguages, isStopWord, isStopWordOf, type Language, stem, stemsIn, type TextLanguages } from './languages'
import { splitWords } from './split-words'
import type { Word } from './word'

/** Which version of this analysis made the terms of a memory; to be raised whenever the same text gets other terms. */
export const ANALYSIS_VERSION = 1

/** The part of a memory in which a term stands. */
export type Field = 'content' | 'tags' | 'title'

export interface Analysis {
  /** Each term with how often it stands in each field, of the words of the text. */
  terms: Map<string, Record<Field, number>>
  /** How many words the memory has. */
  length: number
}

/** Longer words are cut: nobody types them whole, and Postgres takes no longer ones. */
const LONGEST_TERM = 128

/**
 * Terms that no text has, since a comma is part of no word: the name that a memory begins with (`Ada: I moved to Paris`), and its languages.
 */
const nameTerm = (name: string) => `,name:${name}`
/** The term of memories in a language. */
export const languageTerm = (language: Language) => `,language:${language}`
const NAME = /^\s*(\p{Lu}[\p{L}\p{M}'’.-]*(?:[ ]\p{Lu}[\p{L}\p{M}'’.-]*){0,2})\s?:\s/u

/** The terms under which a memory is found. */
export function analyzeMemory({ content, title, tags }: { content: string; title: string | null; tags: readonly string[] }): Analysis {
  const analysis: Analysis = { terms: new Map(), length: 0 }
  const languages = addText(analysis, content, 'content')
  if (title !== null) addText(analysis, title, 'title', languages)
  for (const tag of tags) addText(analysis, tag, 'tags', languages)
  const name = NAME.exec(content)?.[1]
  if (name !== undefined) for (const { text } of splitWords(name)) addTerm(analysis, nameTerm(cut(fold(text))), 'content')
  return analysis
}

/** How much an occurrence counts: a word of a title or a tag says more of what a memory is about. */
export const FIELD_WEIGHTS: Record<Field, number> = { content: 1, tags: 2, title: 3 }

/** The terms of a memory as an index takes them. */
export function weightedTerms({ terms }: Analysis): WeightedTerm[] {
  return [...terms].map(([term, { content, tags, title }]) => [
    term,
    content * FIELD_WEIGHTS.content + tags * FIELD_WEIGHTS.tags + title * FIELD_WEIGHTS.title,
  ])
}

/** A text may change its language from sentence to sentence. */
const SENTENCE_END = /(?<=[.!?。！？]\s|[。！？\n])/u
const SHORTEST_SENTENCE = 4

/** Adds the words of a text, and its languages; those of a title and tags, which are short, are the ones of the content. */
function addText(analysis: Analysis, text: string, field: Field, inherited?: TextLanguages): TextLanguages {
  const sentences = text.split(SENTENCE_END).map(splitWords)
  const ofText = inherited ?? detectLanguages(sentences.flat().map(({ text: word }) => word))
  const all = new Set<Language>(Object.values(ofText))
  for (const words of sentences) {
    const languages = words.length < SHORTEST_SENTENCE ? ofText : { ...ofText, ...detectSentence(words, ofText) }
    for (const language of Object.values(languages)) all.add(language)
    for (const word of words) {
      addTerm(analysis, termOf(word, languages), field)
      if (word.kind === 'word') analysis.length++
    }
  }
  for (const language of all) addTerm(analysis, languageTerm(language), field)
  return ofText
}

function detectSentence(words: readonly Word[], ofText: TextLanguages): TextLanguages {
  const languages = detectLanguages(words.map(({ text }) => text))
  // A sentence in which nothing says that it is English is in the language of its text.
  if (languages.latin === 'en' && !words.some(({ text }) => isStopWord(text, languages)))
    return { ...languages, latin: ofText.latin ?? 'en' }
  return languages
}

function addTerm({ terms }: Analysis, term: string, field: Field): void {
  const known = terms.get(term)
  if (known) known[field]++
  else terms.set(term, { content: 0, tags: 0, title: 0, [field]: 1 })
}

function termOf({ text, kind }: Word, languages: TextLanguages): string {
  if (kind === 'acronym') return text
  return cut(kind === 'word' ? stem(text, languages) : fold(text))
}

const cut = (term: string) => (term.length <= LONGEST_TERM ? term : term.slice(0, LONGEST_TERM).toWellFormed())

/** A word of a query. */
export interface QueryWord {
  kind: Word['kind']
  /** The word as it was typed, folded. */
  text: string
  /** Whether it is among the most common words of the query's language. */
  isCommon: boolean
  /** Whether it may be written together with other words: `Haus` in `Gartenhaus`, Hebrew and Arabic words with their articles. */
  isCompounding: boolean
  /** The terms that it may be stored under: its stems in the languages given. */
  terms: string[]
  /** The term of memories that begin with this word as a name and a colon. */
  nameTerm: string
}

/** The languages of a text, one for each of its scripts that has several. */
export const languagesOfText = (text: string): Set<Language> =>
  new Set(Object.values(detectLanguages(splitWords(text).map(({ text: word }) => word))))

/** Languages that write words together: `Gartenhaus`. */
export const COMPOUNDING: ReadonlySet<Language> = new Set<Language>(['da', 'de', 'fi', 'hu', 'nl', 'no', 'sv'])

const isCompounding = (word: string, languages: readonly Language[]) =>
  /^\p{Lo}/u.test(word) || (/^\p{sc=Latin}/u.test(word) && languages.some((language) => COMPOUNDING.has(language)))

/**
 * The words of a query, each once, with their stems in the query's own languages, in those given (the ones of most of the agent's memories), and in
 * those of the rare ones given of which the query has a common word.
 */
export function analyzeQuery(query: string, languagesOfAgent: readonly Language[], rareLanguages: readonly Language[] = []): QueryWord[] {
  const words = splitWords(query)
  const texts = words.map(({ text }) => text)
  const languages = detectLanguages(texts)
  const likely = rareLanguages.filter((language) => texts.some((text) => isStopWordOf(text, language)))
  const all = [...new Set<Language>(['en', ...Object.values(languages), ...languagesOfAgent, ...likely])]
  const found = new Map<string, QueryWord>()
  for (const word of words) {
    const queryWord = queryWordOf(word, languages, all)
    const key = `${word.kind === 'acronym' ? '' : 'text '}${queryWord.text}`
    if (!found.has(key)) found.set(key, queryWord)
  }
  return [...found.values()]
}

function queryWordOf(word: Word, languages: TextLanguages, all: readonly Language[]): QueryWord {
  const text = cut(word.kind === 'acronym' ? word.text : fold(word.text))
  const stems = word.kind === 'word' ? [...stemsIn(word.text, all)].map(cut) : []
  return {
    kind: word.kind,
    text,
    isCommon: isStopWord(word.text, languages),
    isCompounding: isCompounding(text, all),
    terms: stems.length > 0 ? stems : [text],
    nameTerm: nameTerm(text),
  }
}
