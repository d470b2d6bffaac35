// What others wrote must not steer the terminal: escapes, line breaks in one-line fields, marks that turn text round.
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff'
const IN_LINE = new RegExp(`[${CONTROLS}\\t\\n]`, 'g')
const IN_TEXT = new RegExp(`[${CONTROLS}]`, 'g')
const IN_JSON = /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const KEY = /mk_live_[0-9A-Za-z_]+/g
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** For a field of one line: line breaks and tabs become visible too. */
export function oneLine(text: string): string {
  return text.replace(IN_LINE, (character) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character] ?? escaped(character))
}

/** For text of several lines: these stay, everything else that is no idempotentTransaction becomes visible. */
export function manyLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(IN_TEXT, escaped)
}

/** JSON that is safe to look at: what JSON itself would leave bare is escaped too. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(IN_JSON, escaped)
}

/** Keys and tokens become unreadable, wherever they came from. */
export function withoutSecrets(text: string): string {
  return text.replace(KEY, (key) => maskedKey(key)).replace(TOKEN, (token) => shortToken(token))
}

/** `mk_live_…abcd` */
export function maskedKey(key: string): string {
  return key.length > 30 ? `mk_live_…${key.slice(-4)}` : 'mk_live_…'
}

/** The first segment, which every token shares. */
export function shortToken(token: string): string {
  return `${token.split('.', 1)[0]}...`
}
