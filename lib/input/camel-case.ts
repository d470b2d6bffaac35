type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name

type CamelCaseName<Name extends string> = Name extends 'agent_id' ? 'agentName' : CamelCase<Name>

/** An input with its fields in camelCase: `durationHours` for `duration_hours`, and `agentName` for `agent_id`, the public id of an agent. */
export type CamelCaseFields<Wire> = { [Name in keyof Wire as Name extends string ? CamelCaseName<Name> : Name]: Wire[Name] }

/** Renames the fields of an input from snake_case to camelCase. Values stay as they are. */
export function toCamelCaseFields<Wire extends object>(wire: Wire): CamelCaseFields<Wire> {
  const fields: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(wire)) fields[knownName(name)] = value
  return fields as CamelCaseFields<Wire>
}

/** The names of the fields of contracts, of which there are few. */
const camelCaseNames = new Map<string, string>()

function knownName(name: string): string {
  const found = camelCaseNames.get(name) ?? camelCaseName(name)
  camelCaseNames.set(name, found)
  return found
}

/** Returns the camelCase name of a field: `agentName` for `agent_id`, and `durationHours` for `duration_hours`. */
export const camelCaseName = (name: string) => (name === 'agent_id' ? 'agentName' : toCamelCase(name))

/** Writes a snake_case name in camelCase. */
export const toCamelCase = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
