import { z } from 'zod'
import { exactText, nonBlank, text } from '../http/fields'
import { parameters } from '../http/input'

const MAX_PASSWORD = 1000

export const email = text(254).trim().toLowerCase().pipe(z.email('must be an e-mail address'))
export const personName = nonBlank(200).transform((name) => name.trim())
export const password = exactText(MAX_PASSWORD)

export const SIGN_IN = parameters({ email, password })
export const LOGIN_ID = parameters({ login: z.uuid('is not a valid login') })
export const NAME = parameters({ name: personName })
export const NEW_PASSWORD = parameters({ password })
export const PASSWORD_CHANGE = parameters({ current: password, password })
export const NEW_ACCOUNT = parameters({ name: personName, password })
