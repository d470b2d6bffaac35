// Text from the server could control the terminal: escape sequences, line breaks in fields of one line, characters that reverse or hide text.
const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff'
const IN_LINE = new RegExp(`[${CONTROLS}\\t\\n]`, 'g')
const IN_TEXT = new RegExp(`[${CONTROLS}]`, 'g')
const IN_JSON = /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

const KEY = /mk_live_[0-9A-Za-z_]+/g
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g

const escapeCharacter = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Escapes control characters, line breaks and tabs: for text that must stay on one line. */
export function sanitizeLine(text: string): string {
  return text.replace(IN_LINE, (character) => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character] ?? escapeCharacter(character))
}

/** Escapes control characters except line breaks and tabs: for text of several lines. */
export function sanitizeText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(IN_TEXT, escapeCharacter)
}

/** Returns indented JSON in which control characters are escaped that JSON itself allows. */
export function sanitizedJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(IN_JSON, escapeCharacter)
}

/** Masks every API key and session token in a text. */
export function maskSecrets(text: string): string {
  return text.replace(KEY, (key) => maskKey(key)).replace(TOKEN, (token) => maskToken(token))
}

/** Returns an API key as `mk_live_…abcd`. */
export function maskKey(key: string): string {
  return key.length > 30 ? `mk_live_…${key.slice(-4)}` : 'mk_live_…'
}

/** Returns the first segment of a session token, which is the same for all tokens, and `...`. */
export function maskToken(token: string): string {
  return `${token.split('.', 1)[0]}...`
}
