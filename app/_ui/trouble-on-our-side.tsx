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
    <Trouble title="Something went wrong" action={<Button onClick={again}>Try again</Button>}>
      <p>{error.digest ? `Try again; if it keeps happening, give your admin this code: ${error.digest}.` : 'Try again in a moment.'}</p>
    </Trouble>
  )
}
