type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelCase<Tail>>}` : Name

/** A name of the wire as it is inside: `duration_hours` becomes `durationHours`, and `agent_id`, the public id, `agentName`. */
type InsideName<Name extends string> = Name extends 'agent_id' ? 'agentName' : CamelCase<Name>

/** Validated input with the names that it has inside. */
export type Inside<Wire> = { [Name in keyof Wire as Name extends string ? InsideName<Name> : Name]: Wire[Name] }

/** Renames the fields of an input from the wire's snake_case; values stay as they are. */
export function toInside<Wire extends object>(wire: Wire): Inside<Wire> {
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [insideName(name), value])) as Inside<Wire>
}

/** Renames one field of the wire. */
export const insideName = (name: string) =>
  name === 'agent_id' ? 'agentName' : name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
