import Form from 'next/form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { Input, Select } from '@/app/_ui/field'
import { Labelled } from '@/app/_ui/time-range'
import { paths } from '@/lib/paths'

interface Asked {
  q?: string | undefined
  status?: string | undefined
  sort: string
}

export function AgentFilters({ asked: { q, status, sort } }: { asked: Asked }) {
  return (
    <Form action={paths.agents} role="search" className="mb-4 flex flex-wrap items-end gap-2">
      <Labelled label="Search">
        <Input name="q" type="search" defaultValue={q} maxLength={200} placeholder="Id or description" />
      </Labelled>
      <Labelled label="Status">
        <Select name="status" defaultValue={status ?? ''}>
          <option value="">All</option>
          <option value="active">Active</option>
          <option value="inactive">Inactive</option>
        </Select>
      </Labelled>
      <Labelled label="Sort by">
        <Select name="sort" defaultValue={sort}>
          <option value="created">Newest</option>
          <option value="name">Name</option>
          <option value="last_session">Last session</option>
        </Select>
      </Labelled>
      <Button type="submit">Apply</Button>
      {(q !== undefined || status !== undefined) && (
        <ButtonLink href={paths.agents} kind="quiet">
          Clear
        </ButtonLink>
      )}
    </Form>
  )
}
