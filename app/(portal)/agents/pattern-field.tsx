import { Field, Select } from '@/app/_ui/field'

const PATTERNS = {
  support: 'Support: talks to customers',
  project: 'Project: tracks one project',
  tool: 'Tool: used by other agents',
} as const

/** The kind of an agent. */
export function PatternField({ value = 'support' }: { value?: string }) {
  return (
    <Field id="pattern" label="Kind" hint="Only for your overview and filters: it does not change what the agent can do.">
      <Select id="pattern" name="pattern" defaultValue={value} aria-describedby="pattern-hint">
        {Object.entries(PATTERNS).map(([pattern, words]) => (
          <option key={pattern} value={pattern}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  )
}
