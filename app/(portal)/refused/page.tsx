import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { MessagePage } from '@/app/_ui/message-page'
import { readSearch } from '@/app/_url/read-search'
import type { Search } from '@/app/_url/search'
import { text } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { requirePerson } from '@/lib/sign-in/viewer'

const SEARCH = parameters({ reason: text(20).optional() })

interface RefusedPageProps {
  searchParams: Promise<Search>
}

export async function generateMetadata({ searchParams }: RefusedPageProps): Promise<Metadata> {
  const { reason } = readSearch(SEARCH, await searchParams)
  return { title: reason === 'download' ? 'Nothing was downloaded' : 'Nothing was changed' }
}

/**
 * The page after a form without JavaScript was refused: the form's own page may not show the form to this person, or shows the one of another team. Links to files of
 * another team lead to it, too.
 */
export default async function RefusedPage({ searchParams }: RefusedPageProps) {
  await requirePerson()
  const { reason } = readSearch(SEARCH, await searchParams)
  if (reason === 'team')
    return <OtherTeamMessage thing="form" outcome="Nothing was changed." remedy="go back to the form in this one and send it again" />
  if (reason === 'download')
    return (
      <OtherTeamMessage thing="file" outcome="Nothing was downloaded." remedy="go back to the page in this one and download it again" />
    )
  return (
    <MessagePage title="You don't have permission to do this" action={<ButtonLink href={paths.members}>View members</ButtonLink>}>
      <p>Nothing was changed. Ask an owner or admin to do it or to change your role.</p>
    </MessagePage>
  )
}

/** Says that a form or a file is of another team, which it does not name: the person may never have been a member of it. */
function OtherTeamMessage({ thing, outcome, remedy }: { thing: string; outcome: string; remedy: string }) {
  return (
    <MessagePage
      title={`This ${thing} belongs to another team than the one that is shown now`}
      action={<ButtonLink href={paths.dashboard}>Go to the dashboard</ButtonLink>}
    >
      <p>
        {outcome} You switched to another team meanwhile, or are no longer a member of the team of the {thing}. If you are still a member,
        switch back in another tab, then {remedy}.
      </p>
    </MessagePage>
  )
}
