import { parseArgs } from 'node:util'
import type { MeasureOptions } from './measure'

export interface Options {
  effort: MeasureOptions
  json: boolean
  /** Only calls whose name holds this. */
  only: string
  /** Measures how the cost of calls grows with the size of a team instead. */
  growth: boolean
  /** The sizes of that: as many sessions of the team, and as many memories of one agent. */
  sizes: number[]
}

export const THOROUGH: MeasureOptions = { warmUpSeconds: 0.5, seconds: 2, rounds: 3 }
export const QUICK: MeasureOptions = { warmUpSeconds: 0.1, seconds: 0.25, rounds: 2 }

export const USAGE = `npm run bench -- [command] [options]

Without a command: each call of the API on 1 and on 16 connections, with a bare http server that does the same in one SQL statement
(vs_bare_sql), a Next route that does nothing and a bare http server that does nothing, in one run on one Postgres.

  --quick          less than a minute; figures vary more
  --only TEXT      only calls whose name contains the text, such as session/current
  --json           prints {"rows": […], "rss_mb": …}
  --growth         requests/s at 16 connections by the size of a team, and the ratio to the smallest size
  --sizes LIST     sizes of --growth: sessions of the team, and memories of one agent (default 1000,100000,1000000)
`

const SIZES = '1000,100000,1000000'

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      growth: { type: 'boolean', default: false },
      sizes: { type: 'string', default: SIZES },
    },
  })
  const { json, only, growth } = values
  return { effort: values.quick ? QUICK : THOROUGH, json, only, growth, sizes: values.sizes.split(',').map(readSize) }
}

/** Sizes are multiples of the memories of a session, and large enough for the two agents that have memories from the beginning. */
function readSize(text: string): number {
  const size = Number(text)
  if (!Number.isSafeInteger(size) || size < 1000 || size % 1000 !== 0)
    throw new Error(`--sizes takes multiples of 1000, such as ${SIZES}. "${text}" is none.`)
  return size
}

/** Reads an option that is a whole number from 1 on. */
export function readCount(name: string, text: string): number {
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} takes a whole number from 1 on. "${text}" is none.`)
  return count
}
