import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test, vi } from 'vitest'

/** Source text by path from the root of the project. */
type House = ReadonlyMap<string, string>
type Rule = (house: House) => string[]

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ROOMS = ['app', 'bench', 'cli', 'db', 'e2e', 'lib']
const MAX_LINES = 200
/** Whoever changes the schema adds a migration, and each table stays one interface beside the others; the API's types are generated. */
const MAY_BE_LONG = /^(db\/(migrations\/|schema\.ts$)|cli\/api\.ts$)/
const FOR_TESTS = /(\.test\.tsx?|(^|[/-])testing(-[a-z]+)?\.ts)$/

/** What is built or installed is not ours to read. */
const isSource = (path: string) => !/(^|\/)(node_modules|dist)\//.test(path.slice(ROOT.length))

const pathsIn = (room: string) => {
  const entries = readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath, entry.name))
    .filter(isSource)
}

function readHouse(): House {
  const rooms = readdirSync(ROOT).filter((name) => ROOMS.includes(name))
  const files = rooms.flatMap(pathsIn).map((path) => [path.slice(ROOT.length), readFileSync(path, 'utf8')] as const)
  return new Map(files.filter(([path]) => !FOR_TESTS.test(path)))
}

interface Import {
  from: string
  /** A path of ours without its extension, or a package as it is written. */
  what: string
  isType: boolean
}

const STATEMENT = /^(?:import|export)\s+(type\s)?([\w\s{},*$]+?)\s+from\s+['"]([^'"]+)['"]/gm
const BARE = /^import\s+['"]([^'"]+)['"]/gm
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g

function importsOf(path: string, source: string): Import[] {
  const found = [...source.matchAll(STATEMENT)].map(([, type, names = '', what = '']) => ({
    what,
    isType: type !== undefined || areTypes(names),
  }))
  const unnamed = [...source.matchAll(BARE), ...source.matchAll(DYNAMIC)].map(([, what = '']) => ({ what, isType: false }))
  return [...found, ...unnamed].map(({ what, isType }) => ({ from: path, what: resolved(path, what), isType }))
}

/** `{ type A, type B }` */
function areTypes(names: string): boolean {
  const inner = /^\{(.*)\}$/s.exec(names.trim())?.[1]
  return (
    inner !== undefined && inner.trim() !== '' && inner.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '))
  )
}

function resolved(path: string, what: string): string {
  const ours = what.startsWith('@/') ? what.slice(2) : what.startsWith('.') ? posix.join(dirname(path), what) : undefined
  return ours === undefined ? what : ours.replace(/\.(tsx?|mjs)$/, '')
}

const withoutExtension = (path: string) => path.replace(/\.(tsx?|mjs)$/, '')
const isIn = (path: string, ...rooms: string[]) => rooms.some((room) => path.startsWith(`${room}/`))
const allImports = (house: House) => [...house].flatMap(([path, source]) => importsOf(path, source))

/** Every import that must not be, as a sentence. */
function forbidding(isForbidden: (imported: Import, house: House) => boolean): Rule {
  return (house) =>
    allImports(house)
      .filter((imported) => isForbidden(imported, house))
      .map(({ from, what }) => `${from} must not import ${what}`)
}

/** Every file that must not be so, as a sentence. */
function filesThat(isWrong: (path: string, source: string) => boolean, sentence: string): Rule {
  return (house) => [...house].filter(([path, source]) => isWrong(path, source)).map(([path]) => `${path} ${sentence}`)
}

const PURE = /^lib\/([^/]+\/rules|auth\/permissions|time)$/
const MAY_KNOW_NEXT = /^lib\/(auth\/(viewer|nextauth|login-cookie)\.tsx?|http\/form-action\.tsx?|server\/)/
const isNext = (what: string) => what === 'next' || what.startsWith('next/')
const CLI_MAY = ['lib/time', 'lib/api-keys/format', 'lib/comma-list']
const isOurs = (what: string) => isIn(what, ...ROOMS)

/** agents, sessions, memories…: not the doors and the machinery. */
const nounOf = (path: string) => {
  const [, folder] = /^lib\/([^/]+)\//.exec(path) ?? []
  return folder === undefined || ['auth', 'http', 'server'].includes(folder) ? undefined : folder
}

/** A file of a noun that opens a transaction or asks the database. */
function isVerb(what: string, house: House): boolean {
  const source = house.get(`${what}.ts`)
  return nounOf(what) !== undefined && source !== undefined && /(?<!function )\b(idempotentTransaction(<[^>]*>)?|db)\(/.test(source)
}

const RULES: Record<string, Rule> = {
  'arrows never turn round: app and cli never import db': forbidding(({ from, what }) => isIn(from, 'app', 'cli') && isIn(what, 'db')),
  'db imports neither lib nor any door': forbidding(({ from, what }) => isIn(from, 'db') && isIn(what, 'lib', 'app', 'cli')),
  'lib imports no door': forbidding(({ from, what }) => isIn(from, 'lib') && isIn(what, 'app', 'cli') && !from.startsWith('lib/server/')),
  'rules, permissions and time import only types and each other': forbidding(
    ({ from, what, isType }) => PURE.test(withoutExtension(from)) && !isType && !PURE.test(what),
  ),
  'lib and app/api/v2 run outside Next too': forbidding(
    ({ from, what }) => isNext(what) && (isIn(from, 'app/api/v2') || (isIn(from, 'lib') && !MAY_KNOW_NEXT.test(from))),
  ),
  'cli imports only time, the key format, lists with commas and itself': forbidding(
    ({ from, what }) => isIn(from, 'cli') && isOurs(what) && !isIn(what, 'cli') && !CLI_MAY.includes(what),
  ),
  'e2e looks from outside': forbidding(({ from, what }) => isIn(from, 'e2e') && isIn(what, 'lib', 'db', 'app')),
  'a noun never imports another noun’s verbs': forbidding(
    ({ from, what, isType }, house) => !isType && nounOf(from) !== undefined && nounOf(from) !== nounOf(what) && isVerb(what, house),
  ),
  'no file or folder is named after nothing in particular': filesThat(
    (path) => path.split('/').some((name) => /^(utils?|helpers?|common|services?|types?|misc|shared)(\.|$)/.test(name)),
    'must be named after what it holds',
  ),
  'no barrels': filesThat(
    (path, source) => /\/index\.tsx?$/.test(path) && /^export\s.*\sfrom\s/m.test(source),
    'must not re-export: import the file that holds the thing',
  ),
  'the only classes are errors': filesThat(
    (_path, source) => /^(export )?(default )?(abstract )?class (?!\w+ extends \w*Error\b)/m.test(source),
    'must not hold a class that is no error',
  ),
  'files are small': (house) =>
    [...house].flatMap(([path, source]) => {
      const lines = source.trimEnd().split('\n').length
      return lines > MAX_LINES && !MAY_BE_LONG.test(path) ? [`${path} has ${lines} lines; at most ${MAX_LINES} can be read at once`] : []
    }),
}

/** For each rule a file that breaks it, the files it needs, and the sentence. */
const BROKEN: Record<keyof typeof RULES, [files: Record<string, string>, sentence: string][]> = {
  'arrows never turn round: app and cli never import db': [
    [{ 'app/(portal)/page.tsx': "import { db } from '@/db/client'" }, 'app/(portal)/page.tsx must not import db/client'],
    [{ 'app/page.tsx': "import type { Agent } from '../db/schema'" }, 'app/page.tsx must not import db/schema'],
    [{ 'cli/main.ts': "const found = await import('../db/client')" }, 'cli/main.ts must not import db/client'],
    [{ 'app/page.tsx': "import {\n  one,\n  two,\n} from '@/db/agents'" }, 'app/page.tsx must not import db/agents'],
    [{ 'app/page.tsx': "export { one } from '@/db/agents'" }, 'app/page.tsx must not import db/agents'],
    [{ 'app/page.tsx': "import '../db/client'" }, 'app/page.tsx must not import db/client'],
  ],
  'db imports neither lib nor any door': [
    [{ 'db/agents.ts': "import { fail } from './errors'" }, 'db/agents.ts must not import lib/errors'],
  ],
  'lib imports no door': [
    [{ 'lib/agents/read.ts': "import { Card } from '@/app/_ui/card'" }, 'lib/agents/read.ts must not import app/_ui/card'],
  ],
  'rules, permissions and time import only types and each other': [
    [{ 'lib/sessions/rules.ts': "import { fail } from '../errors'" }, 'lib/sessions/rules.ts must not import lib/errors'],
    [{ 'lib/time.ts': "import { format } from 'date-fns'" }, 'lib/time.ts must not import date-fns'],
    [
      { 'lib/auth/permissions.ts': "import { type Role, ROLES } from '../../db/schema'" },
      'lib/auth/permissions.ts must not import db/schema',
    ],
  ],
  'lib and app/api/v2 run outside Next too': [
    [{ 'lib/agents/read.ts': "import { cookies } from 'next/headers'" }, 'lib/agents/read.ts must not import next/headers'],
    [
      { 'app/api/v2/agents/route.ts': "import { NextResponse } from 'next/server'" },
      'app/api/v2/agents/route.ts must not import next/server',
    ],
  ],
  'cli imports only time, the key format, lists with commas and itself': [
    [{ 'cli/login.ts': "import { paths } from './paths'" }, 'cli/login.ts must not import lib/paths'],
    [{ 'cli/login.ts': "import { Agent } from '../app/agent'" }, 'cli/login.ts must not import app/agent'],
  ],
  'e2e looks from outside': [
    [{ 'e2e/agents.spec.ts': "import { db } from './process'" }, 'e2e/agents.spec.ts must not import lib/process'],
  ],
  'a noun never imports another noun’s verbs': [
    [
      {
        'lib/agents/change.ts': "import { endSession } from '../sessions/deactivate'",
        'lib/sessions/deactivate.ts': "export const endSession = () => idempotentTransaction(caller, 'end', {}, work)",
      },
      'lib/agents/change.ts must not import lib/sessions/deactivate',
    ],
    [
      {
        'lib/memories/read.ts': "import { readAgent } from '../agents/read'",
        'lib/agents/read.ts': 'export const readAgent = () => findAgent(db())',
      },
      'lib/memories/read.ts must not import lib/agents/read',
    ],
  ],
  'no file or folder is named after nothing in particular': [
    [{ 'lib/utils.ts': '' }, 'lib/utils.ts must be named after what it holds'],
    [{ 'lib/services/agents.ts': '' }, 'lib/services/agents.ts must be named after what it holds'],
  ],
  'no barrels': [
    [{ 'lib/agents/index.ts': "export * from './read'" }, 'lib/agents/index.ts must not re-export: import the file that holds the thing'],
  ],
  'the only classes are errors': [
    [{ 'lib/agents/store.ts': 'export class AgentStore {}' }, 'lib/agents/store.ts must not hold a class that is no error'],
  ],
  'files are small': [[{ 'lib/agents/all.ts': 'a\n'.repeat(201) }, 'lib/agents/all.ts has 201 lines; at most 200 can be read at once']],
}

const house = readHouse()

describe('the house', () => {
  test('is read whole', () => {
    for (const path of ['lib/sessions/activate.ts', 'db/client.ts', 'app/api/v2/agents/[agentId]/activate/route.ts'])
      expect(house.has(path)).toBe(true)
    expect(allImports(house).length).toBeGreaterThan(200)
  })

  for (const [name, rule] of Object.entries(RULES)) {
    test(name, () => {
      expect(rule(house)).toEqual([])
    })

    test(`${name}: a house that breaks it is told so`, () => {
      const broken = BROKEN[name] ?? []
      expect(broken.length).toBeGreaterThan(0)
      for (const [files, sentence] of broken) expect(rule(new Map(Object.entries(files)))).toEqual([sentence])
    })
  }

  test('what is allowed is not told', () => {
    const good = new Map([
      ['app/page.tsx', "import { readAgent } from '@/lib/agents/read'\nimport Link from 'next/link'"],
      [
        'lib/agents/read.ts',
        "import { db } from '../process'\nimport { stateOf } from '../sessions/rules'\nimport type { Activation } from '../sessions/activate'\ndb()",
      ],
      ['lib/sessions/rules.ts', "import type { ErrorCode } from '../errors'\nimport { addHours } from '../time'"],
      ['lib/sessions/activate.ts', 'idempotentTransaction()'],
      ['lib/errors.ts', 'export class AppError extends Error {}'],
      ['lib/server/pages.ts', "import next from 'next'"],
      ['cli/main.ts', "import { parseKey } from './auth/api-key-format'\nimport { run } from './run'"],
    ])
    expect(Object.values(RULES).flatMap((rule) => rule(good))).toEqual([])
  })
})

test('one pool per process, though Next loads a module once for each page and once for each route handler', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/nothing')
  vi.stubEnv('MEMANTO_SECRET', 'a secret for tests only, 0123456789 abcdef')
  const first = await import('./process')
  vi.resetModules()
  const second = await import('./process')
  expect(second.connection).not.toBe(first.connection)
  expect(second.connection().pool).toBe(first.connection().pool)
  expect(second.settings()).toBe(first.settings())
  vi.unstubAllEnvs()
})
