import { hash, verify } from '@node-rs/argon2'

/** argon2id with the library's recommended cost (19 MiB, 2 passes): about 30 ms. */
export function hashPassword(password: string): Promise<string> {
  return hash(password)
}

/** Nobody's password: checked when there is no hash, so that an unknown e-mail takes as long as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$EWPNpTUPLBHk4NTYtdLjJ4JfiyL7ny7lOmBzBQlKMPY'

export async function isPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, password)
  return passwordHash !== null && matches
}
