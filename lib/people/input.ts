import { z } from 'zod'
import { exactText, text, trimmedText } from '../input/fields'
import { parameters } from '../input/parameters'

const MAX_PASSWORD = 1000
export const NAME_LENGTH = 200

export const email = text(254).trim().toLowerCase().pipe(z.email('must be an e-mail address'))
export const personName = trimmedText(NAME_LENGTH)
export const password = exactText(MAX_PASSWORD)

/** The token of a link. One that is missing or cut off is refused as a link that is not valid, not as a field. */
export const linkToken = text(1000).default('')

export const SIGN_IN = parameters({ email, password })
export const LOGIN_ID = parameters({ login_id: z.uuid('is not a valid login') })
export const NAME = parameters({ name: personName })
export const PASSWORD_BY_LINK = parameters({ token: linkToken, password })
export const PASSWORD_CHANGE = parameters({ current: password, password })
export const ACCOUNT_BY_INVITE = parameters({ token: linkToken, name: personName, password })
