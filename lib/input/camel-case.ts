type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name

/** A name of the wire as it is inside: `duration_hours` becomes `durationHours`, and `agent_id`, the public id, `agentName`. */
type CamelCaseName<Name extends string> = Name extends 'agent_id' ? 'agentName' : CamelCase<Name>

/** Validated input with the names that it has inside. */
export type CamelCaseFields<Wire> = { [Name in keyof Wire as Name extends string ? CamelCaseName<Name> : Name]: Wire[Name] }

/** Renames the fields of an input from the wire's snake_case; values stay as they are. */
export function toCamelCaseFields<Wire extends object>(wire: Wire): CamelCaseFields<Wire> {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [camelCaseName(name), value])) as CamelCaseFields<Wire>
}

/** Renames one field of the wire. */
export const camelCaseName = (name: string) =>
  name === 'agent_id' ? 'agentName' : name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
