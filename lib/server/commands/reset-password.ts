import { parseArgs } from 'node:util'
import { paths } from '../../paths'
import { issuePasswordLinkAsOperator } from '../../teams/issue-password-link'
import { withDatabase } from './with-database'

const OPTIONS = { email: { type: 'string' }, json: { type: 'boolean' } } as const

/** `reset-password`: prints a one-time link with which a person sets a new password. */
export async function resetPassword(args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options: OPTIONS })
  const email = values.email?.trim()
  if (!email) throw new Error('--email is missing. For example: npm run -s admin -- reset-password --email you@example.com')
  await withDatabase(signal, async (url) => {
    const issued = await issuePasswordLinkAsOperator(email)
    if (issued === undefined) throw new Error(`No account with the e-mail ${email}.`)
    const link = url + paths.password(issued.token)
    console.log(
      values.json ? JSON.stringify({ email: issued.email, password_link: link }) : `Set a password (one use, valid 24 h):   ${link}`,
    )
  })
}
