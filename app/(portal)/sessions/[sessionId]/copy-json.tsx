'use client'

import { useState } from 'react'
import { Button, ButtonLink } from '@/app/_ui/button'
import { paths } from '@/lib/paths'

/** Fetched when it is asked for: a long timeline would double the page. The link beside it needs no JavaScript. */
export function CopyJson({ id }: { id: string }) {
  const [told, setTold] = useState('')
  const copy = async () => {
    const response = await fetch(paths.sessionJson(id))
    if (response.ok) await navigator.clipboard.writeText(JSON.stringify(await response.json(), null, 2))
    setTold(response.ok ? 'Copied' : 'The JSON could not be loaded. Try again.')
    setTimeout(() => setTold(''), 2500)
  }
  return (
    <>
      <span role="status" className="text-xs text-soft">
        {told}
      </span>
      <Button onClick={copy}>Copy as JSON</Button>
      <ButtonLink href={paths.sessionJson(id)} prefetch={false} kind="quiet">
        Open JSON
      </ButtonLink>
    </>
  )
}
