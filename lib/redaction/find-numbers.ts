import cardValidator from 'card-validator'
import { countrySpecs, isValidIBAN } from 'ibantools'
import type { FoundPart } from './kinds'
import { matchesOf } from './matches'

/** 14 to 19 digits that are not a part of a longer word, number or id, such as a decimal fraction or a UUID. */
const DIGITS = /(?<![\p{L}\p{N}_+]|\d\.|(?<!\d)0,|[\p{L}\p{N}]-)\d{14,19}(?![\p{L}\p{N}_]|[.-]\d)/gu

/** Digits in the groups in which cards print them, which are not a part of a longer list of such groups. */
const GROUPS =
  /(?<![\p{L}\p{N}_+]|\d\.|(?<!\d)0,|[\p{L}\p{N}]-|\d{4} )(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})(?![\p{L}\p{N}_]|[.-]\d| \d{4}(?!\d))/gu

/** Three digits after 16 are a part of few cards; otherwise they are the security code, which is written behind the number. */
const LAST_GROUP = /[ -]\d{3}$/

/** Finds numbers of payment cards: the issuer exists, the length is right for it, and the check digit (Luhn) is right. */
export function findCardNumbers(text: string): FoundPart[] {
  return [...matchesOf(text, DIGITS), ...matchesOf(text, GROUPS)].flatMap(({ 0: digits, index }) => {
    const card = [digits, digits.replace(LAST_GROUP, '')].find(isCardNumber)
    return card === undefined ? [] : [{ kind: 'card_number' as const, start: index, end: index + card.length }]
  })
}

const isCardNumber = (digits: string) => cardValidator.number(digits, { luhnValidateUnionPay: true }).isValid

const IBAN_START = /(?<![\p{L}\p{N}_])[a-z]{2}\d{2}(?=[ a-z0-9-])/giu
/** Groups of four are separated by one blank or hyphen. */
const SEPARATOR = /[ -]/
const WORD_CHARACTER = /[\p{L}\p{N}_]/u

/** Finds international bank account numbers: the country has them, the length and structure are those of the country, and the check digits are right. */
export function findIbans(text: string): FoundPart[] {
  return matchesOf(text, IBAN_START).flatMap(({ 0: start, index }) => {
    const length = countrySpecs[start.slice(0, 2).toUpperCase()]?.chars
    const written = length ? takeCharacters(text, index, length) : undefined
    if (written === undefined || !isValidIBAN(written.replaceAll(/[ -]/g, '').toUpperCase())) return []
    return [{ kind: 'iban' as const, start: index, end: index + written.length }]
  })
}

/** The text from a place on that has a number of letters and digits, not counting single separators; undefined when it is not a whole word. */
function takeCharacters(text: string, from: number, count: number): string | undefined {
  let taken = 0
  let at = from
  for (; taken < count; at++) {
    if (/[a-z0-9]/i.test(text[at] ?? '')) taken++
    else if (!SEPARATOR.test(text[at] ?? '') || SEPARATOR.test(text[at + 1] ?? '')) return undefined
  }
  return WORD_CHARACTER.test(text[at] ?? '') ? undefined : text.slice(from, at)
}
