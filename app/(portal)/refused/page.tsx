import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { Trouble } from '@/app/_ui/trouble'
import { requirePerson } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'No access' }

/** Where a form without JavaScript leads on to when its sender may not do it: the page it came from may hold no such form for them. */
export default async function RefusedPage() {
  await requirePerson()
  return (
    <Trouble title="You don't have permission to do this" action={<ButtonLink href={paths.members}>View members</ButtonLink>}>
      <p>Nothing was changed. Ask an owner or admin to do it or to change your role.</p>
    </Trouble>
  )
}
