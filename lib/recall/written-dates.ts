import { fold } from './fold'
import { monthNamed } from './month-names'

/** A day, a month or a year that a text names; without a year it is one of every year. */
export interface WrittenDate {
  year?: number | undefined
  /** From 1 to 12. */
  month?: number | undefined
  day?: number | undefined
}

const YEAR_FIRST = /(?<![\p{L}\p{N}.-])(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\p{L}\p{N}])/gu
const YEAR_LAST = /(?<![\p{L}\p{N}.-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})(?![\p{L}\p{N}])/gu
const EAST_ASIAN = /(?:(\d{4}) ?[年년] ?)?(\d{1,2}|十[一二]?|[一二三四五六七八九]) ?[月월](?: ?(\d{1,2}) ?[日号號일])?/gu
const YEAR = /(?<![\p{L}\p{N}./:#@_-])(?:19|20)\d\d(?![\p{Script=Latin}\p{N}_/@-]|[.:]\p{N})/gu
const CHINESE_NUMBERS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/**
 * The days, months and years that a text in the languages given names. The name of a month counts in those languages, and in others if a number
 * stands next to it (`7 mars`, `mars 2024`): many names are ordinary words elsewhere.
 */
export function writtenDates(text: string, languages: ReadonlySet<string>): WrittenDate[] {
  const found: WrittenDate[] = []
  let rest = take(found, text, YEAR_FIRST, (year, month, day) => [dateOf(year, month, day)])
  rest = take(found, rest, YEAR_LAST, (first, sign, second, year) => [
    dateOf(year, second, first),
    // Only English writes the month first, and not everywhere.
    ...(languages.has('en') && sign === '/' ? [dateOf(year, first, second)] : []),
  ])
  rest = take(found, rest, EAST_ASIAN, (year, month, day) => [dateOf(year, fromChinese(month), day)])
  rest = takeNamedMonths(found, rest, languages)
  for (const [year] of rest.matchAll(YEAR)) found.push({ year: Number(year) })
  return found
}

type Groups = (string | undefined)[]

/** Adds the dates of each match, and returns the text without those. */
function take(found: WrittenDate[], text: string, pattern: RegExp, read: (...groups: Groups) => WrittenDate[]): string {
  return text.replace(pattern, (matched: string, ...groups: Groups) => {
    const dates = read(...groups).filter(isPossible)
    found.push(...dates)
    return dates.length > 0 ? ' ; ' : matched
  })
}

const numberIn = (digits: string | undefined) => (digits === undefined ? undefined : Number(digits))
const dateOf = (year?: string, month?: string, day?: string): WrittenDate => ({
  year: numberIn(year),
  month: numberIn(month),
  day: numberIn(day),
})

function fromChinese(month: string | undefined): string | undefined {
  const number = CHINESE_NUMBERS.indexOf(month ?? '')
  return number > 0 ? String(number) : month
}

const isPossible = ({ year = 2000, month = 1, day = 1 }: WrittenDate) =>
  year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31

const TOKEN = /[\p{L}\p{M}]+|\d+/gu
/** In English these are also words of other meaning, which begin with a small letter. */
const ORDINARY_WORDS = new Set(['may', 'march'])
/** Between a month and its day or year stand at most so many words, all short: `3 de mayo de 2024`, `the 7th of May`. */
const MOST_BETWEEN = 1
const LONGEST_BETWEEN = 4

function takeNamedMonths(found: WrittenDate[], text: string, languages: ReadonlySet<string>): string {
  const tokens = text.match(TOKEN) ?? []
  const used = new Set<number>()
  tokens.forEach((token, at) => {
    const name = monthNamed(fold(token.toLowerCase()))
    if (name === undefined) return
    const day = nextNumber(tokens, at, -1, used, isDay) ?? nextNumber(tokens, at, 1, used, isDay)
    const year = nextNumber(tokens, day !== undefined && day > at ? day : at, 1, used, isYear) ?? nextNumber(tokens, at, -1, used, isYear)
    const isOrdinary = ORDINARY_WORDS.has(token) && !isInPhrase(tokens[at - 1])
    const isKnown = name.isUnmistakable || [...languages].some((language) => name.languages.has(language))
    if (day === undefined && year === undefined && (isOrdinary || !isKnown)) return
    found.push({ month: name.month, day: numberIn(tokens[day ?? -1]), year: numberIn(tokens[year ?? -1]) })
    if (year !== undefined) used.add(year)
  })
  if (used.size === 0) return text
  let at = -1
  return text.replace(TOKEN, (token) => {
    at++
    return used.has(at) ? ' ; ' : token
  })
}

const isDay = (digits: string) => /^\d{1,2}$/.test(digits) && Number(digits) >= 1 && Number(digits) <= 31
const isYear = (digits: string) => /^(?:19|20)\d\d$/.test(digits)
const isInPhrase = (before: string | undefined) => /^(?:in|of|since|until|last|this|next|during|by|before|after)$/i.test(before ?? '')

/** Where in a direction from a token a number stands that is like the one wanted, with short words at most between. */
function nextNumber(
  tokens: readonly string[],
  from: number,
  direction: -1 | 1,
  used: ReadonlySet<number>,
  isWanted: (digits: string) => boolean,
): number | undefined {
  for (let at = from + direction, between = 0; between <= MOST_BETWEEN; at += direction, between++) {
    const token = tokens[at]
    if (token === undefined || used.has(at)) return undefined
    if (isWanted(token)) return at
    if (/\d/.test(token) || token.length > LONGEST_BETWEEN) return undefined
  }
  return undefined
}
