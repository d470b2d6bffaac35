'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from './button'
import { Trouble } from './trouble'

interface TroubleProps {
  /** `digest` finds the matching line in the server's log. */
  error: Error & { digest?: string }
  reset: () => void
}

export function TroubleOnOurSide({ error, reset }: TroubleProps) {
  const router = useRouter()
  const again = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <Trouble title="Something went wrong on our side" action={<Button onClick={again}>Try again</Button>}>
      <p>Nothing was lost. Try again in a moment.{error.digest ? ` If it goes on, tell your admin this number: ${error.digest}.` : ''}</p>
    </Trouble>
  )
}
