import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { Trouble } from '@/app/_ui/trouble'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <Trouble
      title="Nothing is here"
      action={
        <>
          <ButtonLink href={paths.agents}>Agents</ButtonLink>
          <ButtonLink href={paths.sessions}>Sessions</ButtonLink>
        </>
      }
    >
      <p>
        The address may be mistyped, what it named may be deleted, or it belongs to another team of yours: switch to that team and try
        again.
      </p>
    </Trouble>
  )
}
