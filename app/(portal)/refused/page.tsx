import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { Trouble } from '@/app/_ui/trouble'
import { requirePerson } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not for your role' }

/** Where a form without JavaScript leads on to when its sender may not do it: the page it came from may hold no such form for them. */
export default async function RefusedPage() {
  await requirePerson()
  return (
    <Trouble title="Your role may not do this" action={<ButtonLink href={paths.members}>See who is an admin</ButtonLink>}>
      <p>Nothing was changed. Ask an owner or admin of your team to do it, or to change your role.</p>
    </Trouble>
  )
}
