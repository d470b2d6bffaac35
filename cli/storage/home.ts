import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError, messageOf } from '../errors'
import { isFileError } from './json-file'
import { withLock } from './lock'

type Env = Readonly<Record<string, string | undefined>>

/** The folder for the files of one person. */
export interface Home {
  /** Undefined if the environment names none. */
  folder: string | undefined
  /** Writes a line to stderr, each line once. */
  note(sentence: string): void
}

/** Returns `MEMANTO_HOME`, or `.memanto` in the home folder; undefined if the environment names neither. */
export function homeFolder({ MEMANTO_HOME, HOME, USERPROFILE }: Env): string | undefined {
  if (MEMANTO_HOME) return MEMANTO_HOME
  const home = HOME || USERPROFILE
  return home ? join(home, '.memanto') : undefined
}

/** Returns the path of config.json. */
export const configPath = (folder: string) => join(folder, 'config.json')

/** Returns the path of an agent's session file. */
export const sessionPath = (folder: string, agentId: string) => join(folder, 'sessions', `${agentId}.json`)

type Change = (folder: string) => void

/** Changes files of the home folder. If that fails, the command continues with a note; `instead` says what the person can do. */
export async function trySave(home: Home, what: string, instead: string, change: Change): Promise<void> {
  const problem = await changeFiles(home, change)
  if (problem) home.note(`Not saved: ${what} (${problem}). ${instead}`)
}

/**
 * Changes files of the home folder, for commands whose purpose is to save. `instead` says what the person can do if that fails.
 * @throws not_saved
 */
export async function saveOrFail(home: Home, what: string, instead: string, change: Change): Promise<void> {
  const problem = await changeFiles(home, change)
  if (problem) throw new CommandError('not_saved', `Not saved: ${what} (${problem}).`, instead)
}

/** Changes files while no other command does. Returns the reason if that was not possible. */
async function changeFiles(home: Home, change: Change): Promise<string | undefined> {
  try {
    const folder = createFolder(home.folder)
    await withLock(folder, () => change(folder))
  } catch (thrown) {
    if (!isFileError(thrown)) throw thrown
    return REASONS[thrown.code ?? ''] ?? messageOf(thrown)
  }
}

function createFolder(folder: string | undefined): string {
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
