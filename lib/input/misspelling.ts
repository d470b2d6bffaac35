import type { FieldError } from '../errors'

/** Normalized names that similar products use, with the names that they have here. */
const SYNONYMS = new Map([
  ['topk', 'limit'],
  ['topn', 'limit'],
  ['maxresult', 'limit'],
  ['pagesize', 'limit'],
])

/** A nested object of filters, which other products have. If it were ignored, nothing would be filtered. */
const FILTER_OBJECT = 'filter'
const NOT_FILTERS = ['query', 'q', 'limit', 'cursor', 'as_of', 'since', 'min_similarity', 'explain']

/**
 * Returns an error for an unknown parameter that looks like a misspelling of one of `names`, which include aliases; undefined when it does not,
 * because clients of other versions may send parameters that this version does not know. `fields` are the names without aliases.
 */
export function describeMisspelling(name: string, fields: readonly string[], names: ReadonlySet<string>): FieldError | undefined {
  const wrong = normalize(name)
  if (wrong === FILTER_OBJECT && fields.includes('limit'))
    return { field: name, message: `is not a parameter: send each filter as its own parameter (${filtersAmong(fields)})` }
  const meant =
    [...names].find((known) => normalize(known) === (SYNONYMS.get(wrong) ?? wrong)) ??
    [...names].find((known) => isTypo(wrong, normalize(known))) ??
    [...names].find((known) => isTypoOfShortName(lettersOf(name), known))
  return meant === undefined ? undefined : { field: name, message: `is not a parameter: did you mean ${meant}?` }
}

const filtersAmong = (fields: readonly string[]) => fields.filter((field) => !NOT_FILTERS.includes(field)).join(', ')

/** Removes differences that do not matter: `Memory-Types[]` and `memory_type` are both `memorytype`. */
const normalize = (name: string) => lettersOf(name).replace(/s$/, '')

const lettersOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const MIN_LENGTH = 5
/** Shorter names that differ in one letter are often both words, such as content and context. */
const MIN_LENGTH_FOR_REPLACED_LETTER = 8

/** True for one added, missing or swapped letter, and in long names for one replaced letter. */
function isTypo(wrong: string, known: string, minLength = MIN_LENGTH): boolean {
  if (known.length < minLength || Math.abs(wrong.length - known.length) > 1) return false
  const start = [...known].findIndex((letter, index) => wrong[index] !== letter)
  if (start === -1) return true
  const rest = (text: string, skipped: number) => text.slice(start + skipped)
  if (wrong.length > known.length) return rest(wrong, 1) === rest(known, 0)
  if (wrong.length < known.length) return rest(wrong, 0) === rest(known, 1)
  if (rest(wrong, 2) === rest(known, 2) && wrong[start] === known[start + 1] && wrong[start + 1] === known[start]) return true
  return known.length >= MIN_LENGTH_FOR_REPLACED_LETTER && rest(wrong, 1) === rest(known, 1)
}

const SHORT_LENGTH = 4

/** Names of four letters are compared with their last `s`, since three letters are too few. */
const isTypoOfShortName = (wrong: string, known: string) => known.length === SHORT_LENGTH && isTypo(wrong, known, SHORT_LENGTH)
