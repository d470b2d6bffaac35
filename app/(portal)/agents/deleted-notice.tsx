import Link from 'next/link'
import { Notice } from '@/app/_ui/notice'
import { paths } from '@/lib/paths'

/** Where the deletion of an agent leads to. */
export function DeletedNotice({ name }: { name: string }) {
  return (
    <Notice param="deleted">
      {name} and its memories were deleted. Its{' '}
      <Link href={`${paths.sessions}?agent_id=${name}`} className="underline underline-offset-4">
        session history
      </Link>{' '}
      is kept.
    </Notice>
  )
}
