import { parseArgs } from 'node:util'
import { issuePasswordLinkAsOperator } from '../../teams/issue-password-link'
import { withDatabase } from './with-database'

const OPTIONS = { email: { type: 'string' }, json: { type: 'boolean' } } as const

/** A one-time link for somebody who is locked out. */
export async function resetPassword(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const email = values.email?.trim()
  if (!email) throw new Error('--email is missing. For example: npm run -s admin -- reset-password --email you@example.com')
  await withDatabase(async (address) => {
    const made = await issuePasswordLinkAsOperator(email)
    if (made === undefined) throw new Error(`No account with the e-mail ${email}.`)
    const link = `${address}/invite/password/${made.token}`
    console.log(
      values.json ? JSON.stringify({ email: made.email, password_link: link }) : `Set a password (one use, valid 24 h):   ${link}`,
    )
  })
}
