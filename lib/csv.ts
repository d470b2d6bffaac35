type Cell = string | number | boolean | Date | null | undefined

/** A spreadsheet runs a cell that begins so as a formula; a quote before it makes it text. */
const LOOKS_LIKE_A_FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/

/** A cell that no spreadsheet runs: text that looks like a formula is quoted, numbers stay numbers, times are RFC 3339. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  return LOOKS_LIKE_A_FORMULA.test(value) ? `'${value}` : value
}

/** RFC 4180: a field that holds a separator, a quote or a line end stands in quotes, and its quotes are doubled. */
const quoted = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

const line = (cells: readonly Cell[]) => `${cells.map((cell) => quoted(csvCell(cell))).join(',')}\r\n`

/** Excel takes a file without it for the machine's old code page, and shows names in other scripts as rubbish. */
const BYTE_ORDER_MARK = '\uFEFF'

/** Rows as CSV (RFC 4180, UTF-8 with a byte order mark), a row at a time as the reader takes them: a long export fills no memory. */
export function csvStream(header: readonly string[], rows: AsyncIterable<readonly Cell[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const source = rows[Symbol.asyncIterator]()
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(BYTE_ORDER_MARK + line(header))),
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) return controller.close()
      controller.enqueue(encoder.encode(line(value)))
    },
    async cancel() {
      await source.return?.()
    },
  })
}

/** The answer of an export: a file to keep, never cached and never shown as a page. */
export function csvResponse(fileName: string, header: readonly string[], rows: AsyncIterable<readonly Cell[]>): Response {
  return new Response(csvStream(header, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    },
  })
}
