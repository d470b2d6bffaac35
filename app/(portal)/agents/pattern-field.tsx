import { Field, Select } from '@/app/_ui/field'

const PATTERNS = {
  support: 'Support: speaks with customers',
  project: 'Project: follows one piece of work',
  tool: 'Tool: serves other agents',
} as const

export function PatternField({ value = 'support' }: { value?: string }) {
  return (
    <Field id="pattern" label="Pattern">
      <Select id="pattern" name="pattern" defaultValue={value}>
        {Object.entries(PATTERNS).map(([pattern, words]) => (
          <option key={pattern} value={pattern}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  )
}
