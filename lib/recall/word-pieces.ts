import { ONE_ERROR_UP_TO } from '../../db/constants'

/**
 * Words with few typing errors have a piece in common: if a word is cut into one piece more than there are errors, one of them is unchanged, and
 * stands about where it was. The pieces and places are those of Pass-Join (Li, Deng, Wang and Feng, VLDB 2012), which misses no word.
 */

/** How many typing errors a word may have. */
export const mostErrorsOf = (word: string) => (word.length <= ONE_ERROR_UP_TO ? 1 : 2)

/** Terms up to this length are like words that may have one error. */
const TERMS_NEAR_ONE_ERROR = ONE_ERROR_UP_TO + 1
/** Terms from this length on are like words that may have two. */
const TERMS_NEAR_TWO_ERRORS = ONE_ERROR_UP_TO + 1 - 2

/** The pieces of a term, as hashes. */
export function piecesOf(term: string): number[] {
  const found: number[] = []
  if (term.length <= TERMS_NEAR_ONE_ERROR) addPieces(found, term, 1)
  if (term.length >= TERMS_NEAR_TWO_ERRORS) addPieces(found, term, 2)
  return found
}

function addPieces(found: number[], term: string, errors: number): void {
  for (let piece = 0; piece <= errors; piece++) {
    const start = borderOf(piece, term.length, errors)
    found.push(hash(term, start, borderOf(piece + 1, term.length, errors) - start, term.length, errors, piece))
  }
}

const borderOf = (piece: number, length: number, errors: number) => Math.floor((piece * length) / (errors + 1))

/** The pieces that a term may have which differs from a word by so many errors, as hashes. */
export function piecesOfSimilar(word: string, errors: number): number[] {
  const found: number[] = []
  for (let length = word.length - errors; length <= word.length + errors; length++) {
    const longer = word.length - length
    for (let piece = 0; piece <= errors; piece++) {
      const start = borderOf(piece, length, errors)
      const size = borderOf(piece + 1, length, errors) - start
      const rest = errors - piece
      const last = Math.min(start + piece, start + longer + rest, word.length - size)
      for (let at = Math.max(start - piece, start + longer - rest, 0); at <= last; at++)
        found.push(hash(word, at, size, length, errors, piece))
    }
  }
  return found
}

/** Hashes a piece of a word of some length as a small integer (FNV-1a). Pieces that happen to have the same hash only cost a comparison. */
function hash(word: string, start: number, size: number, length: number, errors: number, piece: number): number {
  let hashed = 0x811c9dc5 ^ (length * 8 + errors * 4 + piece)
  for (let i = start; i < start + size; i++) hashed = Math.imul(hashed ^ word.charCodeAt(i), 0x01000193)
  return (hashed ^ (hashed >>> 15)) & 0x3fffffff
}

/** Shorter parts of words say little in scripts with capitals: `art` of `party`. Other scripts write short words together. */
const SHORTEST_PART = { withCapitals: 4, withoutCapitals: 3 }

/** How many letters a part must have by which a word is found. */
export const shortestPartOf = (word: string) => SHORTEST_PART[/[a-z0-9\p{Ll}]/u.test(word) ? 'withCapitals' : 'withoutCapitals']
