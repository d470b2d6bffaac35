import { InvalidArgumentError, Option } from 'commander'
import { isObject } from '../json'

/** `--pattern`, for commands that write an agent. */
export const patternOption = () =>
  new Option('--pattern <pattern>', 'kind of agent, for lists and filters').choices(['support', 'project', 'tool'])

/** `--metadata`, for commands that write an agent: JSON text, which the server parses. It refuses numbers that it cannot keep exactly. */
export const metadataOption = () => new Option('--metadata <json>', 'a JSON object with your own data').argParser(parseMetadata)

function parseMetadata(text: string): string {
  try {
    if (isObject(JSON.parse(text))) return text
  } catch {}
  throw new InvalidArgumentError('It must be a JSON object, such as {"owner": "ada"}.')
}
