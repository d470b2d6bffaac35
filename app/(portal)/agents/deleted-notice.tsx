'use client'

import { useEffect } from 'react'
import { Link } from '@/app/_ui/link'
import { Notice } from '@/app/_ui/notice'
import { paths } from '@/lib/paths'

/** Says that an agent was deleted on its page. It removes its parameter from the URL, so that a reload does not say it again. */
export function DeletedNotice({ name }: { name: string }) {
  useEffect(() => {
    const url = new URL(window.location.href)
    url.searchParams.delete('deleted')
    window.history.replaceState(null, '', url)
  }, [])
  return (
    <div role="status" className="mb-6">
      <Notice tone="good">
        {name} and its memories were deleted. Its{' '}
        <Link href={`${paths.sessions}?agent_id=${name}`} className="underline underline-offset-4">
          session history
        </Link>{' '}
        is kept.
      </Notice>
    </div>
  )
}
