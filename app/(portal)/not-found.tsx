import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { Trouble } from '@/app/_ui/trouble'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <Trouble
      title="Page not found"
      action={
        <>
          <ButtonLink href={paths.agents}>Agents</ButtonLink>
          <ButtonLink href={paths.sessions}>Sessions</ButtonLink>
        </>
      }
    >
      <p>It may have been deleted, or belong to another of your teams: switch teams and try again.</p>
    </Trouble>
  )
}
