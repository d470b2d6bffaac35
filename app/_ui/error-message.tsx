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
  const { title, text } = inWords(error)
  return (
    <MessagePage title={title} action={<Button onClick={retry}>Try again</Button>}>
      <p>{text}</p>
    </MessagePage>
  )
}

function inWords(error: ErrorMessageProps['error']): { title: string; text: string } {
  if (isConnectionFailure(error))
    return { title: 'No connection to the server', text: 'The request did not reach it. Check your network, then try again.' }
  const title = 'Something went wrong'
  if (error.digest === undefined) return { title, text: 'Try again in a moment.' }
  return { title, text: `Try again; if it keeps happening, give your admin this code: ${error.digest}.` }
}

/** True when a request failed in the browser. Each browser has its own words for it. */
const isConnectionFailure = ({ digest, name, message }: ErrorMessageProps['error']) =>
  digest === undefined && name === 'TypeError' && /failed to fetch|networkerror|load failed/i.test(message)
