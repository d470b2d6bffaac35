'use server'

import { cookies } from 'next/headers'
import { formAction } from '@/app/_actions/form-action'
import { parameters } from '@/lib/input/parameters'
import { guideCookie } from './guide-cookie'

const YEAR_S = 31_536_000

/** Hides the first steps from a person in this browser. */
export const dismissGuide = formAction('agents:write', parameters({}), async ({ person }) => {
  const jar = await cookies()
  jar.set(guideCookie(person.id), 'dismissed', { httpOnly: true, sameSite: 'lax', path: '/', maxAge: YEAR_S })
  return 'The first steps are hidden.'
})
