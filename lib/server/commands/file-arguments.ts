import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * Reads the arguments of a command that takes one file. A relative path is resolved against the folder of the caller (INIT_CWD, of npm or run.mjs), not against the
 * project's folder. @throws an error for the user unless there is exactly one file
 */
export function parseFileArguments<T extends NonNullable<ParseArgsConfig['options']>>(command: string, args: string[], options: T) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new Error(`Name one file. Example: npm run -s admin -- ${command} memanto.backup`)
  return { values, path: resolve(process.env.INIT_CWD ?? '', file) }
}
