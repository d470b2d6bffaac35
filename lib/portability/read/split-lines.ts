import { createCollector, type RawRecord, type Splitter } from './record'

const NEWLINE = 10

/** Divides a file into lines, without blank ones. A line that is too long is passed over without being kept in memory. */
export function splitLines(keepsBlankLines = false): Splitter {
  const collector = createCollector()
  let number = 0
  const takeLine = (): RawRecord[] => {
    const line = collector.take(++number)
    return keepsBlankLines || line.problem !== undefined || !isBlank(line.bytes) ? [line] : []
  }
  return {
    push(part) {
      const lines: RawRecord[] = []
      let from = 0
      for (let at = part.indexOf(NEWLINE); at !== -1; at = part.indexOf(NEWLINE, from)) {
        collector.add(part.subarray(from, at))
        lines.push(...takeLine())
        from = at + 1
      }
      collector.add(part.subarray(from))
      return lines
    },
    end: () => (collector.isEmpty() ? [] : takeLine()),
  }
}

/** Blanks, tabs and carriage returns. */
const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 32 || byte === 9 || byte === 13)
