'use server'

import { cookies } from 'next/headers'
import { formAction } from '@/app/_actions/form-action'
import { YEAR_S } from '@/app/_ui/write-cookie'
import { parameters } from '@/lib/input/parameters'
import { guideCookie } from './guide-cookie'

/** Hides the first steps from a person in this browser. */
export const dismissGuide = formAction('agents:write', parameters({}), async ({ person }) => {
  const jar = await cookies()
  jar.set(guideCookie(person.id), 'dismissed', { httpOnly: true, sameSite: 'lax', path: '/', maxAge: YEAR_S })
  return 'The first steps are hidden.'
})
