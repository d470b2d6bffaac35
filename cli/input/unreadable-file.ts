import { CommandError, messageOf } from '../errors'

const REASONS: Record<string, string> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EISDIR: 'it is a folder',
}

/** Returns the error about a file that cannot be read. `hint` says which file the command needs. */
export function unreadableFile(file: string, cause: unknown, hint: string): CommandError {
  const { code = '' } = cause as NodeJS.ErrnoException
  const reason = REASONS[code] ?? messageOf(cause)
  return new CommandError('unreadable_file', `The file cannot be read: ${reason} (${file}).`, hint, { cause })
}
