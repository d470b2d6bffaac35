import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseKey } from '../lib/api-keys/format'
import { unicodeText } from './encoding'
import { type Home, saving } from './home'
import { isFileError, writeTextFile } from './json-file'
import { withServer } from './yaml-server'

/**
 * The files in which other Memanto clients (the plugins for VS Code and Obsidian, agent skills, the Python command) look for the key and the
 * server: `.env` with MOORCHEH_API_KEY, and `config.yaml` with `memanto.server.url` and `.port`. What else stands in them is kept.
 */
const envPath = (folder: string) => join(folder, '.env')
const yamlPath = (folder: string) => join(folder, 'config.yaml')

const VARIABLE = 'MOORCHEH_API_KEY'
const ASSIGNMENT = new RegExp(`^\\s*(?:export\\s+)?${VARIABLE}\\s*=\\s*(.*)$`)

/** Writes the server's address, and the key where there is one. What cannot be written is told, and stops nothing. */
export async function tellOtherClients(home: Home, serverUrl: string, key?: string): Promise<void> {
  await saving(home, 'the address and the key for other Memanto clients', `${VARIABLE} and their own settings do the same.`, (folder) => {
    if (key !== undefined) writeKey(folder, home, key)
    writeServer(folder, home, serverUrl)
  })
}

/** Takes our key from the file that other clients read. */
export async function hideFromOtherClients(home: Home): Promise<void> {
  if (home.folder === undefined) return
  await saving(home, 'the sign-out for other Memanto clients', `Delete ${VARIABLE} from ${envPath(home.folder)} yourself.`, (folder) => {
    const before = linesOf(textOfFile(envPath(folder)))
    const lines = before.filter((line) => !holdsOurKey(line))
    if (lines.length < before.length) writeTextFile(envPath(folder), textFrom(lines))
  })
}

function writeKey(folder: string, home: Home, key: string): void {
  const lines = linesOf(textOfFile(envPath(folder)))
  const foreign = lines.filter((line) => ASSIGNMENT.test(line) && !holdsOurKey(line))
  if (foreign.length > 0) home.note(`${envPath(folder)} contained another ${VARIABLE}: it was kept as a comment.`)
  const kept = lines.flatMap((line) => (foreign.includes(line) ? [`# ${line}`] : ASSIGNMENT.test(line) ? [] : [line]))
  writeTextFile(envPath(folder), textFrom([...kept, `${VARIABLE}=${key}`]))
}

function holdsOurKey(line: string): boolean {
  const [, value] = ASSIGNMENT.exec(line) ?? []
  return value !== undefined && parseKey(value.trim().replace(/^(["'])(.*)\1$/, '$2')) !== undefined
}

function writeServer(folder: string, home: Home, serverUrl: string): void {
  const path = yamlPath(folder)
  const before = textOfFile(path)
  const after = withServer(before, serverUrl)
  if (after === undefined) home.note(`${path} could not be changed automatically: set memanto.server there yourself.`)
  else if (after !== before) writeTextFile(path, after)
}

/** Empty where there is no file. A file in no Unicode encoding is an error, since writing it would change it. */
function textOfFile(path: string): string {
  try {
    const text = unicodeText(readFileSync(path))
    if (text === undefined) throw Object.assign(new Error(`${path} is not UTF-8`), { code: 'EILSEQ' })
    return text
  } catch (thrown) {
    if (isFileError(thrown) && thrown.code === 'ENOENT') return ''
    throw thrown
  }
}

const linesOf = (text: string) => text.split(/\r?\n/).filter((line, at, all) => line !== '' || at < all.length - 1)
const textFrom = (lines: string[]) => lines.map((line) => `${line}\n`).join('')
