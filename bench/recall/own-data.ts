import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Conversation } from './dataset'

const FOLDER = 'bench/recall/own'

export const GROUPS = ['languages', 'identifiers', 'typing errors', 'German compounds', 'dates'] as const
export type Group = (typeof GROUPS)[number]

/** All files but those of dates as memories of a single agent, who then has 25 languages. */
export const ONE_AGENT = 'all in one agent'

const text = z.string().trim().min(1)

/** A file of bench/recall/own. A question expects the memory at which it stands; a memory without questions is one to tell the others apart from. */
const OWN_FILE = z.strictObject({
  group: z.enum(GROUPS),
  name: text,
  memories: z.array(z.strictObject({ text, occurred_at: z.iso.date().optional(), questions: z.array(text).min(1).optional() })),
})

export interface OwnFile extends z.output<typeof OWN_FILE> {
  /** The name of the file without its extension. */
  key: string
}

/**
 * All files of the own set, by name.
 * @throws an error that names the file that is not as expected
 */
export function readOwnFiles(): OwnFile[] {
  return readdirSync(FOLDER).sort().map(readOwnFile)
}

function readOwnFile(fileName: string): OwnFile {
  const path = join(FOLDER, fileName)
  const parsed = OWN_FILE.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!parsed.success) throw new Error(`${path}: this is not the expected format.\n${z.prettifyError(parsed.error)}`)
  return { key: fileName.replace(/\.json$/, ''), ...parsed.data }
}

/** The files of one group as conversations, one for each file; the type of a question is the name in its file. */
export function ownConversations(files: OwnFile[], group: Group): Conversation[] {
  return files.filter((file) => file.group === group).map(conversationOf)
}

/** Everything but dates, each file as a session of the same agent; the type of a question is its group. */
export function oneConversation(files: OwnFile[]): Conversation {
  const parts = files.filter(({ group }) => group !== 'dates').map((file) => conversationOf({ ...file, name: file.group }))
  return { name: 'one-agent', sessions: parts.flatMap(({ sessions }) => sessions), questions: parts.flatMap(({ questions }) => questions) }
}

function conversationOf({ key, name, memories }: OwnFile): Conversation {
  const keyed = memories.map((memory, place) => ({ ...memory, key: `${key}:${place}` }))
  return {
    name: key,
    sessions: [
      { key, memories: keyed.map(({ key, text, occurred_at }) => ({ key, text, occurredAt: occurred_at && noonOf(occurred_at) })) },
    ],
    questions: keyed.flatMap(({ key, questions = [] }) => questions.map((question) => ({ type: name, text: question, expected: [key] }))),
  }
}

/** Noon in UTC, which is the same day almost everywhere. */
const noonOf = (date: string) => `${date}T12:00:00Z`
