import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { MessagePage } from '@/app/_ui/message-page'
import { paths } from '@/lib/paths'
import { requirePerson } from '@/lib/sign-in/viewer'

export const metadata: Metadata = { title: 'No access' }

/** The page after a form without JavaScript was refused: the form's own page may not show the form to this person. */
export default async function RefusedPage() {
  await requirePerson()
  return (
    <MessagePage title="You don't have permission to do this" action={<ButtonLink href={paths.members}>View members</ButtonLink>}>
      <p>Nothing was changed. Ask an owner or admin to do it or to change your role.</p>
    </MessagePage>
  )
}
