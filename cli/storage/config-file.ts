import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { JsonObject } from '../json'
import { configPath, type Home, trySave } from './home'
import { type JsonRead, makePrivate, readJsonFile, renameCorrupt, writeJsonFile } from './json-file'

/** Reads config.json. A corrupt file is renamed, and the command continues without it. */
export async function readConfigFile(home: Home): Promise<JsonObject> {
  if (home.folder === undefined) return {}
  const path = configPath(home.folder)
  const read = readJsonFile(path)
  if (read.kind === 'unreadable') home.note(`${path} cannot be read (${read.error.code}). Continuing without it.`)
  if (read.kind === 'object' && makePrivate(path))
    home.note(`${path} was readable by other users of this machine. Now only you can read it.`)
  if (read.kind !== 'corrupt') return objectOf(read)
  let repaired: JsonObject = {}
  await trySave(home, 'a repaired config.json', `${path} is not valid JSON. Continuing without it.`, () => {
    repaired = repair(path, home)
  })
  return repaired
}

/** Runs under the lock: another command may have repaired the file a moment ago. */
function repair(path: string, home: Home): JsonObject {
  const read = readJsonFile(path)
  if (read.kind !== 'corrupt') return objectOf(read)
  home.note(`${path} was not valid JSON. It was renamed to ${renameCorrupt(path)}, and a new one was created.`)
  return {}
}

/** Returns the paths of what was config.json and could not be read as JSON. They may contain a key and tokens. */
export function listCorruptConfigs(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => name.startsWith(`${basename(configPath(folder))}.corrupt-`)).map((name) => join(folder, name))
}

const objectOf = (read: JsonRead) => (read.kind === 'object' ? read.value : {})

/** Replaces the content of config.json by the result of `change`, which receives all fields, unknown ones too. Call it under the lock. */
export function changeConfig(folder: string, home: Home, change: (raw: JsonObject) => JsonObject): void {
  const path = configPath(folder)
  const read = readJsonFile(path)
  if (read.kind === 'unreadable') throw read.error
  writeJsonFile(path, change(repair(path, home)))
}
