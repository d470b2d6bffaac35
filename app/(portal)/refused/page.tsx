import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { MessagePage } from '@/app/_ui/message-page'
import { readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { requirePerson } from '@/lib/sign-in/viewer'

export const metadata: Metadata = { title: 'Nothing was changed' }

const SEARCH = parameters({ reason: text(20).optional() })

/** The page after a form without JavaScript was refused: the form's own page may not show the form to this person, or shows the one of another team. */
export default async function RefusedPage({ searchParams }: { searchParams: Promise<Search> }) {
  await requirePerson()
  const { reason } = readSearch(SEARCH, await searchParams)
  if (reason === 'team')
    return (
      <MessagePage
        title="This form belongs to another team than the one that is shown now"
        action={<ButtonLink href={paths.dashboard}>Go to the dashboard</ButtonLink>}
      >
        <p>
          Nothing was changed. You switched to another team meanwhile, or are no longer a member of the team of the form. If you are still a
          member, switch back in another tab, then go back to the form in this one and send it again.
        </p>
      </MessagePage>
    )
  return (
    <MessagePage title="You don't have permission to do this" action={<ButtonLink href={paths.members}>View members</ButtonLink>}>
      <p>Nothing was changed. Ask an owner or admin to do it or to change your role.</p>
    </MessagePage>
  )
}
