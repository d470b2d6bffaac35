'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from './button'
import { MessagePage } from './message-page'

interface ErrorMessageProps {
  /** `digest` finds the matching line in the server's log. */
  error: Error & { digest?: string }
  reset: () => void
}

/** A page that failed, with a button that tries again. */
export function ErrorMessage({ error, reset }: ErrorMessageProps) {
  const router = useRouter()
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <MessagePage title="Something went wrong" action={<Button onClick={retry}>Try again</Button>}>
      <p>{error.digest ? `Try again; if it keeps happening, give your admin this code: ${error.digest}.` : 'Try again in a moment.'}</p>
    </MessagePage>
  )
}
