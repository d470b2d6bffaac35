import { parseArgs } from 'node:util'
import type { MeasureOptions } from './measure'

export interface Options {
  effort: MeasureOptions
  json: boolean
  /** Only calls whose name holds this. */
  only: string
}

const THOROUGH: MeasureOptions = { warmUpSeconds: 0.5, seconds: 2, rounds: 3 }
const QUICK: MeasureOptions = { warmUpSeconds: 0.1, seconds: 0.25, rounds: 2 }

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
    },
  })
  return { effort: values.quick ? QUICK : THOROUGH, json: values.json, only: values.only }
}
