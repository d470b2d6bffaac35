/** The field of the button of a row. */
const ROW_FIELDS = 'row_fields'

/** The name and value of a button that sends the fields of its row: a button can send only one field. */
export const rowFields = (fields: Record<string, string>) => ({ name: ROW_FIELDS, value: new URLSearchParams(fields).toString() })

/** Adds the fields of the row whose button sent a form. */
export function unpackRowFields(form: FormData): void {
  const packed = form.get(ROW_FIELDS)
  form.delete(ROW_FIELDS)
  if (typeof packed !== 'string') return
  for (const [name, value] of new URLSearchParams(packed)) form.set(name, value)
}
