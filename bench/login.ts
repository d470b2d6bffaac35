/** Signs the owner in by NextAuth's own addresses, as a program would; gives the cookies of the login. */
export async function signIn(origin: string, { email, password }: { email: string; password: string }): Promise<string> {
  const asked = await fetch(`${origin}/api/auth/csrf`)
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const answer = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(asked), 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  })
  const cookie = cookiesOf(answer)
  if (!cookie.includes('session-token')) throw new Error(`Signing in failed with status ${answer.status}.`)
  return cookie
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
