/** The field of the button of a row. */
const ROW_FIELDS = 'row_fields'

/** Longer than the ids and the version of any row: what is longer comes from no button of ours, and would take long to unpack. */
const MOST_CHARACTERS = 1_000

/** The name and value of a button that sends the fields of its row: a button can send only one field. */
export const rowFields = (fields: Record<string, string>) => ({ name: ROW_FIELDS, value: new URLSearchParams(fields).toString() })

/** Adds the fields of the row whose button sent a form. Fields that are too long are ignored: the form is then refused, because they are missing. */
export function unpackRowFields(form: FormData): void {
  const packed = form.get(ROW_FIELDS)
  form.delete(ROW_FIELDS)
  if (typeof packed !== 'string' || packed.length > MOST_CHARACTERS) return
  for (const [name, value] of new URLSearchParams(packed)) form.set(name, value)
}
