import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseKey } from '../../lib/auth/api-key-format'
import { decodeUnicode } from '../input/encoding'
import { type Home, trySave } from './home'
import { isFileError, writeTextFile } from './json-file'
import { withServer } from './yaml-server'

// Other Memanto clients (the plugins for VS Code and Obsidian, agent skills, the Python command) read the key from `.env` and the server from
// `config.yaml` (`memanto.server.url` and `.port`). Everything else in these files stays as it is.
const envPath = (folder: string) => join(folder, '.env')
const yamlPath = (folder: string) => join(folder, 'config.yaml')

const VARIABLE = 'MOORCHEH_API_KEY'
const ASSIGNMENT = new RegExp(`^\\s*(?:export\\s+)?${VARIABLE}\\s*=\\s*(.*)$`)

/** Writes the server's address, and the key if given, to the files of other Memanto clients. If that fails, the command continues with a note. */
export async function shareWithOtherClients(home: Home, serverUrl: string, key?: string): Promise<void> {
  await trySave(home, 'the address and the key for other Memanto clients', `${VARIABLE} and their own settings do the same.`, (folder) => {
    if (key !== undefined) writeKey(folder, home, key)
    writeServer(folder, home, serverUrl)
  })
}

/** Removes our key from the file that other Memanto clients read. */
export async function removeFromOtherClients(home: Home): Promise<void> {
  if (home.folder === undefined) return
  await trySave(home, 'the sign-out for other Memanto clients', `Delete ${VARIABLE} from ${envPath(home.folder)} yourself.`, (folder) => {
    const before = linesOf(readTextFile(envPath(folder)))
    const lines = before.filter((line) => !containsOurKey(line))
    if (lines.length < before.length) writeTextFile(envPath(folder), textFrom(lines))
  })
}

function writeKey(folder: string, home: Home, key: string): void {
  const lines = linesOf(readTextFile(envPath(folder)))
  const isOtherKey = (line: string) => ASSIGNMENT.test(line) && !containsOurKey(line)
  if (lines.some(isOtherKey)) home.note(`${envPath(folder)} contained another ${VARIABLE}: it was kept as a comment.`)
  const kept = lines.map((line) => (isOtherKey(line) ? `# ${line}` : line)).filter((line) => !ASSIGNMENT.test(line))
  writeTextFile(envPath(folder), textFrom([...kept, `${VARIABLE}=${key}`]))
}

function containsOurKey(line: string): boolean {
  const [, value] = ASSIGNMENT.exec(line) ?? []
  return value !== undefined && parseKey(value.trim().replace(/^(["'])(.*)\1$/, '$2')) !== undefined
}

function writeServer(folder: string, home: Home, serverUrl: string): void {
  const path = yamlPath(folder)
  const before = readTextFile(path)
  const after = withServer(before, serverUrl)
  if (after === undefined) home.note(`${path} could not be changed automatically: set memanto.server there yourself.`)
  else if (after !== before) writeTextFile(path, after)
}

/**
 * Returns the text of a file, or '' if there is none.
 * @throws EILSEQ if it is not Unicode: writing it again would change it.
 */
function readTextFile(path: string): string {
  try {
    const text = decodeUnicode(readFileSync(path))
    if (text === undefined) throw Object.assign(new Error(`${path} is not UTF-8`), { code: 'EILSEQ' })
    return text
  } catch (thrown) {
    if (isFileError(thrown) && thrown.code === 'ENOENT') return ''
    throw thrown
  }
}

const linesOf = (text: string) => text.split(/\r?\n/).filter((line, at, all) => line !== '' || at < all.length - 1)
const textFrom = (lines: string[]) => lines.map((line) => `${line}\n`).join('')
