const code = (character: string) => character.charCodeAt(0)
const [QUOTE, BACKSLASH, COMMA] = [code('"'), code('\\'), code(',')]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [code('['), code(']'), code('{'), code('}')]
const WHITESPACE = new Set([...' \t\r\n'].map(code))

type Step = 'object begins' | 'object ends' | 'nothing' | 'invalid'
type Place = 'before' | 'array' | 'object' | 'after'

/** Finds the objects of a JSON array, one byte after the other. All characters that structure JSON are single bytes in UTF-8. */
export function createScanner(): { step(byte: number): Step; place(): Place } {
  let place: Place = 'before'
  let depth = 0
  let inString = false
  let isEscaped = false

  function enter(next: Place, step: Step = 'nothing'): Step {
    place = next
    return step
  }

  function stepInObject(byte: number): Step {
    if (isEscaped) isEscaped = false
    else if (inString && byte === BACKSLASH) isEscaped = true
    else if (byte === QUOTE) inString = !inString
    else if (inString) return 'nothing'
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++
    else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth--
    return depth === 0 ? enter('array', 'object ends') : 'nothing'
  }

  return {
    step(byte) {
      if (place === 'object') return stepInObject(byte)
      if (WHITESPACE.has(byte)) return 'nothing'
      if (place === 'before' && byte === OPEN_ARRAY) return enter('array')
      if (place === 'array' && byte === COMMA) return 'nothing'
      if (place === 'array' && byte === CLOSE_ARRAY) return enter('after')
      if (place !== 'array' || byte !== OPEN_OBJECT) return 'invalid'
      depth = 1
      return enter('object', 'object begins')
    },
    place: () => place,
  }
}
