import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { Trouble } from '@/app/_ui/trouble'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'Not for your role' }

export default function Forbidden() {
  return (
    <Trouble title="Your role may not open this" action={<ButtonLink href={paths.members}>See who is an admin</ButtonLink>}>
      <p>Owners and admins of your team can. Ask one of them to do what you came for, or to change your role.</p>
    </Trouble>
  )
}
