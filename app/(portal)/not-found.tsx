import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { MessagePage } from '@/app/_ui/message-page'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not found' }

/** A page that does not exist, or does not for the viewer's team (404). */
export default function NotFound() {
  return (
    <MessagePage
      title="Page not found"
      action={
        <>
          <ButtonLink href={paths.agents}>Agents</ButtonLink>
          <ButtonLink href={paths.sessions}>Sessions</ButtonLink>
        </>
      }
    >
      <p>It may have been deleted, or belong to another of your teams: switch teams and try again.</p>
    </MessagePage>
  )
}
