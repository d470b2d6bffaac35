import Link from 'next/link'
import { Notice } from '@/app/_ui/notice'
import { paths } from '@/lib/paths'

/** Where the deletion of an agent leads to. */
export function DeletedNotice({ name }: { name: string }) {
  return (
    <Notice param="deleted">
      {name} was deleted, and its memories with it.{' '}
      <Link href={`${paths.sessions}?agent_id=${name}`} className="underline underline-offset-4">
        The history of its sessions
      </Link>{' '}
      stays.
    </Notice>
  )
}
