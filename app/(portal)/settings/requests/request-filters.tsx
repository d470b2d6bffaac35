import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { FilterField, TimeRange } from '@/app/_ui/time-range'
import { OPERATIONS } from '@/lib/api/operations'
import { paths } from '@/lib/paths'
import { isFiltered, type RequestSearch } from './search'

const STATUS_WORDS = {
  success: 'Succeeded',
  error: 'All errors',
  client_error: 'Errors of the caller (4xx)',
  server_error: 'Errors of the server (5xx)',
}

/** Operations that need a key or a session token: only their calls belong to a team. */
const CALLS = OPERATIONS.filter(({ security }) => security.kind !== 'none').map(({ method, path }) => ({
  value: `${method} ${path}`,
  words: `${method} ${path.replace('/api/v2', '')}`,
}))

/** The filters of the request log. */
export function RequestFilters({ search, zone }: { search: RequestSearch; zone: string }) {
  const { status = '', call = '', key, agent, request_id, range, from, to } = search
  return (
    <Form action={paths.requests} role="search" className="mb-4 flex flex-wrap items-end gap-3">
      <FilterField label="Request id or code">
        <Input
          name="request_id"
          defaultValue={request_id}
          maxLength={64}
          placeholder="req_…"
          spellCheck={false}
          className="w-60 font-mono"
        />
      </FilterField>
      <FilterField label="Outcome">
        <Select name="status" defaultValue={status}>
          <option value="">Any</option>
          {Object.entries(STATUS_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
      </FilterField>
      <FilterField label="Call">
        <Select name="call" defaultValue={call} className="max-w-72">
          <option value="">Any</option>
          {CALLS.map(({ value, words }) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
      </FilterField>
      <FilterField label="Key">
        <Input name="key" defaultValue={key} maxLength={200} placeholder="Name or id" spellCheck={false} className="w-40" />
      </FilterField>
      <FilterField label="Agent">
        <Input name="agent" defaultValue={agent} maxLength={64} placeholder="Any" spellCheck={false} className="w-40" />
      </FilterField>
      <TimeRange range={range} from={from} to={to} zone={zone} />
      <Button type="submit">Apply</Button>
      {isFiltered(search) && (
        <ButtonLink href={paths.requests} kind="quiet">
          Clear
        </ButtonLink>
      )}
    </Form>
  )
}
