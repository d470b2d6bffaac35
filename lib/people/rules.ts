export const PASSWORD_LENGTH = 12

/** What is wrong with a new password, to follow the word "password"; undefined when nothing is. Length is all we ask for. */
export function whyNotPassword(password: string, email: string): string | undefined {
  if ([...password].length < PASSWORD_LENGTH) return `must be at least ${PASSWORD_LENGTH} characters long`
  if (password.trim().toLowerCase() === email.trim().toLowerCase()) return 'must not be your e-mail address'
  return undefined
}
