import { z } from 'zod'
import { parameters } from '@/lib/input/parameters'
import { email, password } from '@/lib/people/input'

/** The form of the sign-in page: the credentials, and the page to continue to. */
export const SIGN_IN_FORM = parameters({ email, password, next: z.string().optional() })
