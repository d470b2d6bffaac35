type Cell = string | number | boolean | Date | null | undefined

/** Spreadsheets evaluate a cell that begins like this as a formula. A leading quote makes it text. */
const LOOKS_LIKE_A_FORMULA = /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/

/** Returns a value as the text of a CSV cell that no spreadsheet evaluates: text that looks like a formula gets a leading quote. Times are RFC 3339. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'string') return String(value)
  return LOOKS_LIKE_A_FORMULA.test(value) ? `'${value}` : value
}

/** Puts a field with a separator, a quote or a line break in quotes, and doubles its quotes (RFC 4180). */
const quote = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)

const line = (cells: readonly Cell[]) => `${cells.map((cell) => quote(csvCell(cell))).join(',')}\r\n`

/** Without it, Excel reads the file in the computer's legacy encoding and shows non-Latin names wrongly. */
const BYTE_ORDER_MARK = '\uFEFF'

/** Streams rows as CSV (RFC 4180, UTF-8 with a byte order mark). Rows are read only as the reader takes them, so that a long export needs little memory. */
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

/** Returns the response of an export: a CSV file to download, which is not cached. */
export function csvResponse(fileName: string, header: readonly string[], rows: AsyncIterable<readonly Cell[]>): Response {
  return new Response(csvStream(header, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    },
  })
}
