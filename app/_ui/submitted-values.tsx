'use client'

import { createContext, use } from 'react'
import type { FormState } from '@/lib/http/form-action'

/** What the form around held when it was refused: its fields begin with that, also where no script kept it. */
export const SubmittedValues = createContext<FormState['sent']>(undefined)

/** What a field held, by its name. */
export function useSubmittedValue(name: string | undefined): string | undefined {
  const sent = use(SubmittedValues)
  return name === undefined ? undefined : sent?.[name]
}
