import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { MessagePage } from '@/app/_ui/message-page'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'No access' }

/** A page that the viewer's role may not open (403). */
export default function Forbidden() {
  return (
    <MessagePage title="You don't have access to this page" action={<ButtonLink href={paths.members}>View members</ButtonLink>}>
      <p>Ask an owner or admin for access.</p>
    </MessagePage>
  )
}
