import type { FoundPart } from './kinds'
import { matchesOf } from './matches'
import { NATIONAL_IDS } from './national-ids'

const IN_FORM = NATIONAL_IDS.flatMap(({ form, validate }) =>
  form === undefined ? [] : [{ form, whole: new RegExp(`^(?:${form})$`), validate }],
)

/** Every form in one expression, because searching for each by itself takes longer. */
const FORMS = new RegExp(IN_FORM.map(({ form }) => form).join('|'), 'g')

const NAMED = NATIONAL_IDS.flatMap(({ names, validate }) => (names === undefined ? [] : [{ isIn: nameMatcher(names), validate }]))

/** Every name in one expression, which says quickly that there is none. */
const ANY_NAME = new RegExp(NATIONAL_IDS.flatMap(({ names = [] }) => names).join('|'), 'iu')

/** Seven to eighteen digits, in groups or not. */
const DIGITS = /\d(?:[ ./-]?\d){6,17}/g
const LETTERS_BEFORE = /[A-Za-z]{1,2}$/
const LETTER_BEHIND = /^[ -]?[A-Za-z](?![\p{L}\p{N}_])/u

/** How far before a number its name may begin, in characters. */
const NAME_DISTANCE = 40

/** Finds national ids: those in a special form, and other numbers after the name of such an id; the check digits must be right. */
export function findNationalIds(text: string): FoundPart[] {
  const inForm = matchesOf(text, FORMS).map(({ 0: id, index }) => ({ start: index, end: index + id.length }))
  const named = matchesOf(text, DIGITS).map(({ 0: digits, index }) => withLetters(text, index, index + digits.length))
  const found = [
    ...inForm.filter((part) => isWhole(text, part) && hasValidForm(idAt(text, part))),
    ...named.filter(
      (part) => isWhole(text, part) && isNamed(idAt(text, part), text.slice(Math.max(0, part.start - NAME_DISTANCE), part.start)),
    ),
  ]
  return found.map((part) => ({ kind: 'national_id', ...part }))
}

interface Place {
  start: number
  end: number
}

const idAt = (text: string, { start, end }: Place) => text.slice(start, end)

/** Adds the letters with which some ids begin and end to the place of their digits. */
function withLetters(text: string, start: number, end: number): Place {
  const before = LETTERS_BEFORE.exec(text.slice(Math.max(0, start - 2), start))?.[0].length ?? 0
  const behind = LETTER_BEHIND.exec(text.slice(end, end + 4))?.[0].length ?? 0
  return { start: start - before, end: end + behind }
}

const ENDS_INSIDE = /[\p{L}\p{N}_]$|[\p{L}\p{N}][.,/-]$/u
const BEGINS_INSIDE = /^[\p{L}\p{N}_]|^[.,/-][\p{L}\p{N}]/u

/** Returns whether a part is not a part of a longer word, number, path or id. */
const isWhole = (text: string, { start, end }: Place) =>
  !ENDS_INSIDE.test(text.slice(Math.max(0, start - 3), start)) && !BEGINS_INSIDE.test(text.slice(end, end + 3))

const hasValidForm = (id: string) => IN_FORM.some(({ whole, validate }) => whole.test(id) && validate(id).isValid)

const isNamed = (id: string, before: string) =>
  ANY_NAME.test(before) && NAMED.some(({ isIn, validate }) => isIn(before) && validate(id).isValid)

/** Creates a test for whether one of the names is in a text. Names in capitals are whole words that are written so. */
function nameMatcher(names: readonly string[]): (text: string) => boolean {
  const isCapital = (name: string) => name === name.toUpperCase() && name !== name.toLowerCase()
  const capitals = names.filter(isCapital).map((name) => new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}])`, 'u'))
  const others = names.filter((name) => !isCapital(name))
  return (text) => {
    const lower = text.toLowerCase()
    return capitals.some((name) => name.test(text)) || others.some((name) => lower.includes(name))
  }
}
