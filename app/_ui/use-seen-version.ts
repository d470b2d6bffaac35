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
 * Returns the version of an agent or memory that the person who edits it has seen: the one with which the form was opened, also when the page was loaded
 * again since. When the form was refused because there is a newer version, it is that one, which the form then shows; when the form was saved, it is the
 * saved one. `field` is the name of the form field that sends the version. It belongs inside the dialog of the form, because a dialog that is opened again
 * starts with the version that is shown then.
 */
export function useSeenVersion(shown: string, field: string, { state }: FormController<{ version: string }>): SeenVersion {
  const [opened, setOpened] = useState(shown)
  const saved = state.done?.version
  const [lastSaved, setLastSaved] = useState(saved)
  if (saved !== undefined && saved !== lastSaved) {
    setLastSaved(saved)
    setOpened(saved)
  }
  const refused = state.problem === undefined ? undefined : state.submitted?.[field]
  const isStale = refused !== undefined && refused !== shown
  return { isStale, seen: isStale ? shown : opened }
}
