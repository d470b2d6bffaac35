import { expect, test } from 'vitest'
import { rowFields, unpackRowFields } from './row-fields'

function unpacked(packed: string): [string, unknown][] {
  const form = new FormData()
  form.set('memory_id', 'mem_of_the_form')
  form.set(rowFields({}).name, packed)
  unpackRowFields(form)
  return [...form]
}

test('the fields of a row arrive as they were, in the place of those of the form', () => {
  const fields = { memory_id: 'mem_1', agent_id: 'a&b=c d%2B+é', version: '3' }
  expect(Object.fromEntries(unpacked(rowFields(fields).value))).toEqual(fields)
})

test('the last of several fields with one name counts', () => {
  expect(unpacked('memory_id=mem_1&memory_id=mem_2')).toEqual([['memory_id', 'mem_2']])
})

test('more than a row can have is ignored', () => {
  const names = Array.from({ length: 400 }, (_, n) => `${n}=`).join('&')
  expect(names.length).toBeGreaterThan(1_000)
  expect(unpacked(names)).toEqual([['memory_id', 'mem_of_the_form']])
})
