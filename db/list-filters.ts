import { type RawBuilder, sql } from 'kysely'
import { NOW } from './fragments'

/** Where a page of a list starts: after the row of this time and id. */
export interface ListPosition {
  time: Date
  id: string
}

/** Rows that a list in descending order of two columns shows after a position; all where there is none. */
export function isAfter(time: string, id: string, type: 'text' | 'bigint' | 'uuid', from: ListPosition | undefined): RawBuilder<boolean> {
  if (from === undefined) return sql<boolean>`true`
  return sql<boolean>`(${sql.raw(`${time}, ${id}`)}) < (${from.time}::timestamptz, ${from.id}::${sql.raw(type)})`
}

/** Rows that a list in ascending order of a time and an id shows after a position; all where there is none. */
export function isAfterAscending(time: string, id: string, from: ListPosition | undefined): RawBuilder<boolean> {
  if (from === undefined) return sql<boolean>`true`
  return sql<boolean>`(${sql.raw(`${time}, ${id}`)}) > (${from.time}::timestamptz, ${from.id}::text)`
}

/** Both bounds belong to the range. */
export interface TimeRange {
  from?: Date | undefined
  to?: Date | undefined
  /** Only the last so many hours. */
  withinHours?: number | undefined
}

/** Rows whose time lies within a range. */
export function isInRange(time: string, { from, to, withinHours }: TimeRange): RawBuilder<boolean> {
  const column = sql.raw(time)
  const conditions = [sql<boolean>`true`]
  if (from !== undefined) conditions.push(sql`${column} >= ${from}`)
  if (to !== undefined) conditions.push(sql`${column} <= ${to}`)
  if (withinHours !== undefined) conditions.push(sql`${column} >= ${sql.raw(NOW)} - ${withinHours} * interval '1 hour'`)
  return allOf(conditions)
}

/** All of some conditions; true when there are none. */
export const allOf = (conditions: RawBuilder<unknown>[]): RawBuilder<boolean> =>
  sql<boolean>`${sql.join([sql`true`, ...conditions], sql` and `)}`

/** Rows in one of whose columns the text occurs, in whatever case; wildcards are letters like any other. */
export function contains(columns: readonly string[], text: string): RawBuilder<boolean> {
  const likePattern = `%${escapeLike(text)}%`
  const anyColumn = columns.map((column) => sql`${sql.raw(column)} ilike ${likePattern}`)
  // In a database with the locale C, ILIKE knows the case of ASCII letters only.
  if (/\P{ASCII}/u.test(text)) anyColumn.push(...columns.map((column) => sql`${sql.raw(column)} ~ ${inAnyCase(text)}`))
  return sql<boolean>`(${sql.join(anyColumn, sql` or `)})`
}

/** A regular expression that matches a text in whatever case, in any locale. */
const inAnyCase = (text: string) => [...text].map(inBothCases).join('')

/** The capital sigma, the small one, and the small one at the end of a word. */
const SIGMAS = ['Σ', 'σ', 'ς']

function inBothCases(character: string): string {
  const forms = [character, character.toLowerCase(), character.toUpperCase()].filter((form) => [...form].length === 1)
  const different = new Set(forms.includes('Σ') ? SIGMAS : forms)
  return different.size === 1 ? character.replace(/[\\^$.|?*+()[\]{}]/, '\\$&') : `[${[...different].join('')}]`
}

/** A text as a pattern of LIKE that matches nothing but itself. */
export const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
