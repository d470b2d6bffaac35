import type { Command, Option } from 'commander'
import { ApiError } from './errors'

/** Fields of the API that options set which have other names. */
const OPTIONS_OF: { [field: string]: string[] } = {
  agent_id: ['agents', 'agent'],
  duration_hours: ['hours', 'duration-hours'],
  extend_hours: ['hours'],
  key_id: ['key'],
  person_id: ['person'],
  q: ['query'],
  session_id: ['session'],
  since: ['changed-since'],
  superseded_by: ['by'],
  tags: ['tag', 'tags'],
  type: ['type', 'to'],
  version: ['if-version'],
}

/** Returns the option of a command that sets a field of the API, as it is written: `--ttl-hours` for `ttl_hours`. */
function optionOf(field: string, command: Command): string | undefined {
  // A part of a value, such as `metadata.id`, is named as it is.
  const [, name = ''] = /^(?:filter\.)?(\w+)(?:\.\d+)?$/.exec(field) ?? []
  const flags = [...(OPTIONS_OF[name] ?? []), name.replaceAll('_', '-')].map((each) => `--${each}`)
  const options = flags.flatMap((flag) => command.options.find(({ long }) => long === flag) ?? [])
  const isGiven = (option: Option) => command.getOptionValueSource(option.attributeName()) === 'cli'
  return (options.find(isGiven) ?? options.find(({ hidden }) => !hidden))?.long ?? undefined
}

/** Returns whether the API refused the value of an option. */
export function isAboutOption(thrown: unknown, command: Command | undefined): boolean {
  if (command === undefined || !(thrown instanceof ApiError)) return false
  return fieldsOf(thrown).some(({ field }) => optionOf(field, command) !== undefined)
}

/** Returns an error of the API with the names of options instead of those of fields that they set. */
export function withOptionNames(error: ApiError, command: Command | undefined): ApiError {
  if (command === undefined) return error
  const errors = fieldsOf(error).map(({ field, message }) => ({
    field: optionOf(field, command) ?? field,
    message: withOptions(message, command),
  }))
  const [first] = fieldsOf(error)
  const isOfField = first !== undefined && error.problem.detail.startsWith(`${first.field} `)
  const rest = isOfField ? error.problem.detail.slice(first.field.length) : error.problem.detail
  const detail = `${isOfField ? errors[0]?.field : ''}${withOptions(rest, command)}`
  return new ApiError({ ...error.problem, detail, ...(errors.length > 0 && { errors }) }, error.retryAfterSeconds)
}

/** A word with an underscore is the name of a field, never one of plain English. `create=true` is how the API names `--create`. */
const withOptions = (text: string, command: Command) =>
  text
    .replace(/\b[a-z]+(?:_[a-z]+)+\b/g, (word) => optionOf(word, command) ?? word)
    .replace(/\b([a-z]+)=true\b/g, (_, option: string) => `--${option}`)

/** Another server may send anything as `errors`. */
function fieldsOf({ problem: { code, errors } }: ApiError) {
  return code === 'invalid_request' && Array.isArray(errors) ? errors : []
}
