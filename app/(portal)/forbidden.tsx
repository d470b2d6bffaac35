import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button'
import { Trouble } from '@/app/_ui/trouble'
import { paths } from '@/lib/paths'

export const metadata: Metadata = { title: 'No access' }

export default function Forbidden() {
  return (
    <Trouble title="You don't have access to this page" action={<ButtonLink href={paths.members}>View members</ButtonLink>}>
      <p>Ask an owner or admin for access.</p>
    </Trouble>
  )
}
