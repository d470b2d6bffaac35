'use client'

import { useRef, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { SelectedText, useCopy } from '@/app/_ui/copy'
import { paths } from '@/lib/paths'

/** Copies a session as JSON. The JSON is loaded only when it is copied, because a long timeline would double the page. The link works without JavaScript. */
export function CopyJson({ id }: { id: string }) {
  const button = useRef<HTMLButtonElement>(null)
  const [json, setJson] = useState<string>()
  const [problem, setProblem] = useState('')
  const { outcome, copy } = useCopy(button)
  const fetchAndCopy = async () => {
    const fetched = await fetchJson(paths.sessionJson(id))
    setProblem(fetched === undefined ? 'The JSON could not be loaded. Try again.' : '')
    if (fetched === undefined) return
    setJson(fetched)
    await copy(fetched)
  }
  return (
    <>
      <span role="status" className="text-xs text-soft">
        {problem || (outcome === 'copied' && 'Copied')}
      </span>
      <Button ref={button} onClick={fetchAndCopy}>
        Copy as JSON
      </Button>
      <ButtonLink href={paths.sessionJson(id)} kind="quiet">
        Open JSON
      </ButtonLink>
      {outcome === 'refused' && json !== undefined && <SelectedText text={json} />}
    </>
  )
}

/** The JSON of a session; undefined when it cannot be loaded. */
async function fetchJson(path: string): Promise<string | undefined> {
  try {
    const response = await fetch(path)
    return response.ok ? JSON.stringify(await response.json(), null, 2) : undefined
  } catch {
    return undefined
  }
}
