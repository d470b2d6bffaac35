import { describe, expect, test } from 'vitest'
import { csvCell, csvResponse, csvStream } from './csv'

async function* rowsOf(...rows: string[][]) {
  yield* rows
}

const textOf = (stream: ReadableStream) => new Response(stream).text()

describe('a cell', () => {
  test.each(['=1+1', '+49', '-2', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '\uFEFF=1', '\n=1'])('%j is no longer a formula', (text) => {
    expect(csvCell(text)).toBe(`'${text}`)
  })

  test('that is not a formula stays as it is', () => {
    for (const text of ['customer-support', 'a=b', 'mail@example.com', '', '1-2']) expect(csvCell(text)).toBe(text)
    expect([csvCell(-5), csvCell(null), csvCell(undefined), csvCell(false), csvCell(new Date(0))]).toEqual([
      '-5',
      '',
      '',
      'false',
      '1970-01-01T00:00:00.000Z',
    ])
  })
})

test('a header and rows, with quotes and line ends kept inside their cells', async () => {
  const text = await textOf(csvStream(['name', 'note'], rowsOf(['a,b', 'say "hi"'], ['two\nlines', '=cmd()'])))
  expect(text).toBe('name,note\r\n"a,b","say ""hi"""\r\n"two\nlines",\'=cmd()\r\n')
})

test('a file begins with one byte order mark, so that Excel reads it as UTF-8', async () => {
  const bytes = new Uint8Array(await new Response(csvStream(['名前'], rowsOf(['Ωμέγα'], ['\uFEFFx']))).arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)).toBe('\uFEFF名前\r\nΩμέγα\r\n\uFEFFx\r\n')
})

test('rows are requested only as they are read, and not after the reader has cancelled', async () => {
  let requested = 0
  let isClosed = false
  async function* endless() {
    try {
      for (;;) yield [String(requested++)]
    } finally {
      isClosed = true
    }
  }
  const reader = csvStream(['n'], endless()).getReader()
  await reader.read()
  await reader.read()
  await reader.cancel()
  expect(requested).toBeLessThan(5)
  expect(isClosed).toBe(true)
})

test('the answer is a file that is not cached', () => {
  const { headers } = csvResponse('sessions.csv', ['id'], rowsOf())
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="sessions.csv"')
  expect(headers.get('cache-control')).toBe('no-store')
})
