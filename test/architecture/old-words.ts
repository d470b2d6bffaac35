import { Visitor } from 'oxc-parser'
import type { SourceFile } from './source'

interface OldWords {
  words: string
  /** Where they are old words; everywhere when absent. */
  within?: RegExp
}

/** Words that had a meaning of their own here, in names of any kind; as words of ordinary sentences they may be used. */
const NAMES: OldWords[] = [
  { words: 'Held writing Notes GATE via Act pulse standing guesses passes' },
  { words: 'Facts', within: /^(db|lib|cli)\// },
  { words: 'admit decide', within: /^lib\/(auth|http|limits|sessions|memories)\// },
  { words: 'asked guessed finding alike', within: /^db\/recall/ },
  { words: 'who takes gives says shapes', within: /^lib\/.*(contract|operations?|openapi[^/]*)\.ts$/ },
  { words: 'harmless leaf Wishes', within: /^(cli|test\/cli)\// },
  { words: 'going elsewhere opening sent', within: /^app\/(?!api\/|metrics\/)/ },
]

/** The claim `via` of session tokens and the HTTP header Via keep their names. */
const EXCEPTIONS: Record<string, RegExp> = {
  via: /^(lib\/auth\/session-token(\.test)?|app\/api\/v2\/(agents\/.*\/route|credentials|keyless)\.test|bench\/sessions)\.ts$/,
}

/** Words that are not used anywhere, not in a comment or a text either: most were made up, and two meant too many things. */
const MADE_UP =
  /\b(holdInput|holdKey|holdMembership|notesOf|notesFrom|passGate|SessionFacts|FailureFacts|agentMissing|sessionOver|takeTurn|keepHouse|refuseAct|lined_up|SPILL|session_slots|memberBelow|KeptForm|told|beside)\b/gi

/** The made-up words in a text. */
export const madeUpWordsIn = (text: string): string[] => [...new Set(text.match(MADE_UP))]

/** Names of common table expressions. */
const IN_SQL = /\b(asked|guessed|lined_up|finding|alike)\b(?= as (materialized )?\()/g

const FILES = /(^|\/)(shapes|refusals|turns|writing|standing|guesses|pulse|house\.test|going|elsewhere|opening|hold|gate)\.tsx?$/

/** Backups of earlier schemas hold the tables of their time. */
const EARLIER_TABLES = 'db/backup-tables.ts'

/** The old words in a file, as sentences. */
export function oldWordsIn(file: SourceFile): string[] {
  const { path, text } = file
  const names = namesIn(file).filter((name) => isOld(name, path))
  const found = [
    ...names,
    ...(path === EARLIER_TABLES ? [] : madeUpWordsIn(text)),
    ...(path.startsWith('db/') ? (text.match(IN_SQL) ?? []) : []),
  ]
  const sentences = [...new Set(found)].map((word) => `${path} has the old word ${word}`)
  return FILES.test(path) ? [`${path} is named after an old word`, ...sentences] : sentences
}

const isOld = (name: string, path: string) =>
  NAMES.some(({ words, within }) => words.split(' ').includes(name) && (within?.test(path) ?? true)) && !EXCEPTIONS[name]?.test(path)

function namesIn({ program }: SourceFile): string[] {
  const names: string[] = []
  const note = ({ name }: { name: string }) => void names.push(name)
  new Visitor({ Identifier: note, JSXIdentifier: note }).visit(program)
  return names
}
