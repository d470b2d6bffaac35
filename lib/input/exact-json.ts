import type { FieldError } from '../errors'

/** An object or list that contains the current token, and the name or index of the current value in it. */
interface Container {
  isList: boolean
  at: string | number
}

/**
 * Returns the places in a valid JSON text whose values JavaScript would change silently: numbers that a 64-bit float rounds (beyond 2^53, with
 * too many digits, or out of range), and the name `__proto__`. RFC 8259 §6 and RFC 7493 §2.2 advise against such numbers.
 */
export function findInexactValues(json: string): FieldError[] {
  const containers: Container[] = []
  const found: FieldError[] = []
  const report = (message: string) => found.push({ field: containers.map(({ at }) => at).join('.'), message })
  for (const { token, isName } of tokensOf(json)) {
    const inside = containers.at(-1)
    if (token === '{' || token === '[') containers.push({ isList: token === '[', at: token === '[' ? 0 : '' })
    else if (token === '}' || token === ']') containers.pop()
    else if (token === ',' && inside?.isList) inside.at = Number(inside.at) + 1
    else if (isName && inside) inside.at = String(JSON.parse(token))
    else if (/^[-\d]/.test(token) && !isExact(token)) report('is a number that JSON parsers would round: send it as a string')
    if (isName && inside?.at === '__proto__') report('is a reserved name: choose another')
  }
  return found
}

interface Token {
  token: string
  /** True for the name of a member. */
  isName: boolean
}

const MARK_OR_NUMBER = /["{}[\],]|-?\d[\d.eE+-]*/g

function* tokensOf(json: string): Generator<Token> {
  const next = new RegExp(MARK_OR_NUMBER)
  for (let match = next.exec(json); match !== null; match = next.exec(json)) {
    if (match[0] !== '"') {
      yield { token: match[0], isName: false }
      continue
    }
    const end = endOfString(json, match.index)
    next.lastIndex = end
    yield { token: json.slice(match.index, end), isName: /^\s*:/.test(json.slice(end, end + 100)) }
  }
}

function endOfString(json: string, start: number): number {
  let at = start + 1
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}

/** A 64-bit float represents any number of up to 15 digits exactly. */
const ALWAYS_EXACT = /^-?[\d.]{1,15}$/

/** Returns whether JavaScript parses a number without rounding it: the shortest text of the parsed number has the same value. */
const isExact = (number: string) => ALWAYS_EXACT.test(number) || decimalOf(number) === decimalOf(String(Number(number)))

/** Returns a normal form of a number, the same for all its spellings: sign, digits without leading and trailing zeros, and exponent. */
function decimalOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return whole === '' ? number : '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}
