import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CommandFailure, messageOf } from './failures'
import { isFileError } from './json-file'
import { withLock } from './lock'

type Env = Readonly<Record<string, string | undefined>>

/** Where this person's files are. */
export interface Home {
  /** Undefined where the environment names none. */
  folder: string | undefined
  /** Tells the person; each sentence once. */
  note(sentence: string): void
}

/** `MEMANTO_HOME`, else `.memanto` in the home of the environment. */
export function homeFolder({ MEMANTO_HOME, HOME, USERPROFILE }: Env): string | undefined {
  if (MEMANTO_HOME) return MEMANTO_HOME
  const home = HOME || USERPROFILE
  return home ? join(home, '.memanto') : undefined
}

export const configPath = (folder: string) => join(folder, 'config.json')
export const sessionPath = (folder: string, agentId: string) => join(folder, 'sessions', `${agentId}.json`)

type Change = (folder: string) => void

/** What cannot be saved stops nobody: the person is told, with `instead`, the environment variables that do the same. */
export async function saving(home: Home, what: string, instead: string, change: Change): Promise<void> {
  const problem = await changing(home, change)
  if (problem) home.note(`Not saved: ${what} (${problem}). ${instead}`)
}

/** The same for commands that are there to save: they fail. */
export async function mustSave(home: Home, what: string, instead: string, change: Change): Promise<void> {
  const problem = await changing(home, change)
  if (problem) throw new CommandFailure('not_saved', `Not saved: ${what} (${problem}).`, instead)
}

/** Changes files of the home, one command at a time. Gives the reason why that was not possible. */
async function changing(home: Home, change: Change): Promise<string | undefined> {
  try {
    const folder = madeFolder(home.folder)
    await withLock(folder, () => change(folder))
  } catch (thrown) {
    if (!isFileError(thrown)) throw thrown
    return REASONS[thrown.code ?? ''] ?? messageOf(thrown)
  }
}

function madeFolder(folder: string | undefined): string {
  if (folder === undefined) throw Object.assign(new Error('neither HOME nor MEMANTO_HOME is set'), { code: 'ENOHOME' })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

const REASONS: Record<string, string> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the place of a folder',
  EEXIST: 'a file is in the place of a folder',
  EISDIR: 'a folder is in the place of a file',
}
