import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export const RECALL_USAGE = `npm run bench -- recall [--own] [--locomo FILE] [--longmemeval FILE] [--json]

Stores texts through the API, asks questions through the API, and reports how often the expected memory is found.

  --own                our own set (bench/recall/own): 25 languages, identifiers, typing errors, German compounds, dates.
                       Reports how many questions have their memory in the top 3. The default.
                       The exit status is 2 where fewer than 9 of 10 have it.
  --locomo FILE        LoCoMo: data/locomo10.json of https://github.com/snap-research/locomo
  --longmemeval FILE   LongMemEval: longmemeval_s.json, longmemeval_m.json or longmemeval_oracle.json of
                       https://github.com/xiaowu0162/LongMemEval
                       Public sets report recall@5, recall@10, nDCG@10 and MRR by question type.
  --json               one JSON document on standard output, with the questions of the own set that were missed
  --help               this text

It starts a database and a server of its own, and removes them afterwards.
`

export interface RecallOptions {
  locomo: string | undefined
  longmemeval: string | undefined
  own: boolean
  json: boolean
}

/**
 * The data sets to measure: the own one where none is named. Relative names are relative to the folder of the caller.
 * @throws an error that names an unknown option or a file that does not exist
 */
export function readRecallOptions(args: string[]): RecallOptions {
  const { values } = parseArgs({
    args,
    options: {
      locomo: { type: 'string' },
      longmemeval: { type: 'string' },
      own: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const locomo = existingFile(values.locomo)
  const longmemeval = existingFile(values.longmemeval)
  return { ...values, locomo, longmemeval, own: values.own || (locomo === undefined && longmemeval === undefined) }
}

/** npm runs us in the project's folder, and says in INIT_CWD where it was called. */
function existingFile(name: string | undefined): string | undefined {
  if (name === undefined) return undefined
  const path = resolve(process.env.INIT_CWD ?? '.', name)
  if (!existsSync(path)) throw new Error(`${name} does not exist. See npm run bench -- recall --help.`)
  return path
}
