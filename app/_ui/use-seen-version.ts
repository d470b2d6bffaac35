'use client'

import { useState } from 'react'
import type { FormController } from './use-form-action'

interface SeenVersion {
  /** What the form sends: the version that the person has seen. */
  seen: string
  /** The form was refused because there is a newer version than the one that was sent; it is shown now. */
  isStale: boolean
}

/**
 * Which version of a thing the person who edits it has seen: the one with which the form was opened, even when the page has been loaded again since; after a
 * refusal the newer one, which the form then shows; after a success the one that was saved. `field` is the field that sends it.
 */
export function useSeenVersion(shown: string, field: string, { state }: FormController<{ version: string }>): SeenVersion {
  const [opened, setOpened] = useState(shown)
  const [lastSaved, setLastSaved] = useState<string>()
  const saved = state.done?.version
  if (saved !== undefined && saved !== lastSaved) {
    setLastSaved(saved)
    setOpened(saved)
  }
  const refused = state.problem === undefined ? undefined : state.submitted?.[field]
  const isStale = refused !== undefined && refused !== shown
  return { isStale, seen: isStale ? shown : opened }
}
