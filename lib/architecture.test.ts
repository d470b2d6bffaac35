import { describe, expect, test, vi } from 'vitest'
import { MOCKING } from '../.config/vitest.config'
import { secondConnections } from '../test/architecture/connections'
import { findCycles } from '../test/architecture/cycles'
import { oldWordsIn } from '../test/architecture/old-words'
import {
  type Import,
  ownImports,
  readSources,
  type SourceFile,
  type Sources,
  sourcesOf,
  withoutExtension,
} from '../test/architecture/source'
import { hasUseCase } from '../test/architecture/use-cases'

type Rule = (sources: Sources) => string[]

const isIn = (path: string, ...folders: string[]) => folders.some((folder) => path.startsWith(`${folder}/`))
const isOurs = (target: string) => isIn(target, 'app', 'bench', 'cli', 'db', 'e2e', 'lib', 'test')
const isNext = (target: string) => target === 'next' || target.startsWith('next/') || target === 'next-auth'

/** Every import of production code that is forbidden, as a sentence. */
function forbidImports(isForbidden: (path: string, imported: Import) => boolean): Rule {
  return (sources) =>
    [...sources.values()]
      .filter(({ isTest, path }) => !isTest || isIn(path, 'e2e'))
      .flatMap(({ path, imports }) =>
        imports.filter((imported) => isForbidden(path, imported)).map(({ target }) => `${path} must not import ${target}`),
      )
}

/** Every file that is not as it should be, as a sentence. */
function forbidFiles(isWrong: (file: SourceFile) => boolean, sentence: string): Rule {
  return (sources) => [...sources.values()].filter(isWrong).map(({ path }) => `${path} ${sentence}`)
}

const PURE = /^(lib\/([^/]+\/rules|auth\/permissions|time)|db\/constants)$/
const MAY_KNOW_NEXT = /^lib\/(sign-in|server)\//
const SHARED_WITH_CLI = ['lib/time', 'lib/auth/api-key-format', 'lib/input/comma-list']
/** Every folder of lib but those that serve all nouns, which know the transport, or who calls, or start the server. */
const NOUN = /^lib\/(?!(api|auth|backup|http|input|limits|server|sign-in)\/)[^/]+\//

/** A folder of lib; a file that lies in lib itself stands for itself. */
const folderOf = (path: string) => (path.split('/').length > 2 ? path.split('/').slice(0, 2).join('/') : withoutExtension(path))

function cyclesOf(sources: Sources, nodeOf: (path: string) => string, files: SourceFile[]): string[] {
  const graph = new Map<string, Set<string>>(files.map(({ path }) => [nodeOf(path), new Set()]))
  for (const file of files)
    for (const { path } of ownImports(sources, file))
      if (graph.has(nodeOf(path)) && nodeOf(path) !== nodeOf(file.path)) graph.get(nodeOf(file.path))?.add(nodeOf(path))
  return findCycles(graph).map((cycle) => `${cycle.join(', ')} import each other`)
}

/** The files that a file imports, and those that they import. */
function reachable(sources: Sources, file: SourceFile, found = new Set<string>()): Set<string> {
  for (const imported of ownImports(sources, file)) if (!found.has(imported.path)) reachable(sources, imported, found.add(imported.path))
  return found
}

/** A type assertion that would give a caller a proof. */
const CAST_TO_PROOF = /\bas (\w+ & )?(Principal|SessionPrincipal|CapableViewer|StatementCredential)\b/

const isProvenByHand = (imports: Import[]) => imports.some(({ names }) => names.some(({ original }) => original === 'markAsProven'))

const ROUTE_HANDLER = /^export const (GET|POST|PATCH|PUT|DELETE) = /gm

const RULES: Record<string, Rule> = {
  'app and cli never import db': forbidImports((path, { target }) => isIn(path, 'app', 'cli') && isIn(target, 'db')),
  'every page of the portal with forms says of which team it is': forbidFiles(
    ({ path, text }) => /^app\/\(portal\)\/(?!refused\/).*page\.tsx$/.test(path) && !/<(PageTeam|GroupsPage) /.test(text),
    'must contain PageTeam',
  ),
  'db imports nothing of lib, app or cli': forbidImports((path, { target }) => isIn(path, 'db') && isIn(target, 'lib', 'app', 'cli')),
  'lib imports nothing of app or cli, except the server that mounts the routes': forbidImports(
    (path, { target }) => isIn(path, 'lib') && !isIn(path, 'lib/server') && isIn(target, 'app', 'cli'),
  ),
  'rules, permissions, time and constants import only types and each other': forbidImports(
    (path, { target, isType }) => PURE.test(withoutExtension(path)) && !isType && !PURE.test(target),
  ),
  'only sign-in and the server know Next, in lib and in the API': forbidImports(
    (path, { target }) => isNext(target) && (isIn(path, 'app/api/v2') || (isIn(path, 'lib') && !MAY_KNOW_NEXT.test(path))),
  ),
  'cli imports only itself and the three files that it shares with the server': forbidImports(
    (path, { target }) => isIn(path, 'cli') && isOurs(target) && !isIn(target, 'cli') && !SHARED_WITH_CLI.includes(target),
  ),
  'browser tests import nothing of app, lib or db': forbidImports(
    (path, { target }) => isIn(path, 'e2e') && isIn(target, 'lib', 'db', 'app'),
  ),
  'only tests, bench and e2e import test': (sources) =>
    [...sources.values()]
      .filter(({ isTest, path }) => !isTest && !isIn(path, 'bench'))
      .flatMap(({ path, imports }) =>
        imports.filter(({ target }) => isIn(target, 'test')).map(({ target }) => `${path} must not import ${target}`),
      ),
  'tests of db import nothing of lib, app or cli, not even through test': (sources) =>
    [...sources.values()]
      .filter(({ isTest, path }) => isTest && isIn(path, 'db'))
      .flatMap((file) =>
        [...reachable(sources, file)].filter((path) => isIn(path, 'lib', 'app', 'cli')).map((path) => `${file.path} must not need ${path}`),
      ),
  'folders of lib form no cycle': (sources) =>
    cyclesOf(
      sources,
      folderOf,
      [...sources.values()].filter(({ path, isTest }) => isIn(path, 'lib') && !isTest),
    ),
  'files form no cycle': (sources) => cyclesOf(sources, (path) => path, [...sources.values()]),
  'nothing opens a second connection inside a transaction': secondConnections,
  'nouns know no transport': (sources) =>
    [...sources.values()].flatMap(({ path, text, isTest }) => {
      const found =
        NOUN.test(path) && !isTest
          ? /\b(?<!['"`/])(Request|Response|FormData|Headers|URLSearchParams)\b(?![A-Za-z])/.exec(code(text))
          : null
      return found ? [`${path} mentions ${found[0]}`] : []
    }),
  'only the checks in lib/auth mark a caller as proven': (sources) =>
    [...sources.values()]
      .filter(({ path }) => !isIn(path, 'lib/auth'))
      .filter(({ imports, text, isTest }) => isProvenByHand(imports) || (!isTest && CAST_TO_PROOF.test(code(text))))
      .map(({ path }) => `${path} makes a proof without a check`),
  'every module with use cases is in lib/use-cases.test-d.ts': (sources) => {
    const listed = sources.get('lib/use-cases.test-d.ts')?.text ?? ''
    return [...sources.values()]
      .filter((file) => NOUN.test(file.path) && !file.isTest && hasUseCase(sources, file))
      .filter(({ path }) => !listed.includes(`'${withoutExtension(path).slice(4)}'`))
      .map(({ path }) => `${path} is not listed`)
  },
  'every handler of the API is made from a contract': (sources) =>
    [...sources.values()]
      .filter(({ path }) => /^app\/api\/v2\/.*route\.ts$/.test(path) && path !== 'app/api/v2/openapi.json/route.ts')
      .filter(({ text }) => {
        const handlers = text.match(ROUTE_HANDLER)?.length ?? 0
        const fromContracts = text.match(/^export const \w+ = endpoint\((asGet\()?[A-Z_]+_OPERATIONS\.\w+/gm)?.length ?? 0
        return handlers === 0 || handlers !== fromContracts || /^export (async )?function/m.test(text)
      })
      .map(({ path }) => `${path} has a handler without a contract`),
  'no old word is left': (sources) =>
    [...sources.values()].filter(({ path }) => !/^(db\/migrations|test\/architecture)\/|^lib\/architecture/.test(path)).flatMap(oldWordsIn),
  'no file or folder is named after nothing in particular': forbidFiles(
    ({ path }) => path.split('/').some((name) => /^(utils?|helpers?|common|services?|types?|misc|shared)(\.|$)/.test(name)),
    'must be named after what it holds',
  ),
  'no file only exports what others hold': forbidFiles(
    ({ path, text }) => /\/index\.tsx?$/.test(path) && /^export\s.*\sfrom\s/m.test(text),
    'must not re-export: import the file that holds the thing',
  ),
  'links are not prefetched': forbidFiles(
    ({ path, text }) => path !== 'app/_ui/link.tsx' && /^import \w.* from 'next\/link'/m.test(text),
    'must take Link from app/_ui/link.tsx',
  ),
  'only errors are classes': forbidFiles(
    ({ text, isTest }) => !isTest && /^(export )?(default )?(abstract )?class (?!\w+ extends \w*Error\b)/m.test(text),
    'must not hold a class that is no error',
  ),
  'test files that mock modules have processes of their own': forbidFiles(
    ({ path, text }) => /^\s*vi\.(mock|doMock)\(/m.test(text) && !MOCKING.includes(path),
    'must be named in MOCKING of .config/vitest.config.ts',
  ),
  'files are short': forbidFiles(
    // Whoever changes the schema adds a migration, and each table is one interface.
    ({ path, text, isTest }) => !isTest && !/^db\/(migrations\/|schema\.ts$)/.test(path) && text.trimEnd().split('\n').length > 200,
    'has more than 200 lines',
  ),
  // With outdated statistics the planner can execute such a subquery once per row of the table: 40 s in place of 55 ms for 50,100 rows.
  'a limited number of rows is deleted by their ctid': forbidFiles(
    ({ path, text, isTest }) =>
      !isTest && /^db\/[\w-]+\.ts$/.test(path) && /\bdelete from\b[^`;]*\bin \(\s*select\b[^`;]*\blimit\b/.test(text),
    'deletes a limited number of rows by a subquery with in: use ctid = any (array(select ctid …))',
  ),
}

/** A text without its comments. */
const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')

const sources = readSources()

describe('the code base', () => {
  test('is read completely', () => {
    for (const path of ['lib/sessions/activate.ts', 'db/client.ts', 'app/api/v2/agents/[agentId]/activate/route.ts', 'e2e/agents.spec.ts'])
      expect(sources.has(path)).toBe(true)
    expect([...sources.values()].flatMap((file) => ownImports(sources, file)).length).toBeGreaterThan(1500)
  })

  test.each(Object.entries(RULES))('%s', (_name, rule) => {
    expect(rule(sources)).toEqual([])
  })
})

/** For each rule, files that break it and what it says of them. */
const BROKEN: Record<keyof typeof RULES, [files: Record<string, string>, sentence: string][]> = {
  'app and cli never import db': [
    [{ 'app/(portal)/page.tsx': "import { db } from '@/db/client'" }, 'app/(portal)/page.tsx must not import db/client'],
    [{ 'app/page.tsx': "import type { Agent } from '../db/schema'" }, 'app/page.tsx must not import db/schema'],
    [{ 'cli/main.ts': "const found = await import('../db/client')" }, 'cli/main.ts must not import db/client'],
    [{ 'app/page.tsx': "export { one } from '@/db/agents'" }, 'app/page.tsx must not import db/agents'],
    [{ 'app/page.tsx': "import '../db/client'" }, 'app/page.tsx must not import db/client'],
  ],
  'every page of the portal with forms says of which team it is': [
    [{ 'app/(portal)/settings/new/page.tsx': 'export default () => <p />' }, 'app/(portal)/settings/new/page.tsx must contain PageTeam'],
  ],
  'db imports nothing of lib, app or cli': [
    [{ 'db/agents.ts': "import { fail } from '../lib/errors'" }, 'db/agents.ts must not import lib/errors'],
  ],
  'lib imports nothing of app or cli, except the server that mounts the routes': [
    [{ 'lib/agents/read.ts': "import { Card } from '@/app/_ui/card'" }, 'lib/agents/read.ts must not import app/_ui/card'],
  ],
  'rules, permissions, time and constants import only types and each other': [
    [{ 'lib/sessions/rules.ts': "import { fail } from '../errors'" }, 'lib/sessions/rules.ts must not import lib/errors'],
    [
      { 'lib/auth/permissions.ts': "import { type Role, ROLES } from '../../db/schema'" },
      'lib/auth/permissions.ts must not import db/schema',
    ],
  ],
  'only sign-in and the server know Next, in lib and in the API': [
    [{ 'lib/agents/read.ts': "import { cookies } from 'next/headers'" }, 'lib/agents/read.ts must not import next/headers'],
    [{ 'app/api/v2/agents/route.ts': "import { after } from 'next/server'" }, 'app/api/v2/agents/route.ts must not import next/server'],
  ],
  'cli imports only itself and the three files that it shares with the server': [
    [{ 'cli/login.ts': "import { paths } from '../lib/paths'" }, 'cli/login.ts must not import lib/paths'],
  ],
  'browser tests import nothing of app, lib or db': [
    [{ 'e2e/agents.spec.ts': "import { db } from '../lib/process'" }, 'e2e/agents.spec.ts must not import lib/process'],
  ],
  'only tests, bench and e2e import test': [
    [{ 'lib/process.ts': "import { createTeam } from '../test/teams'" }, 'lib/process.ts must not import test/teams'],
  ],
  'tests of db import nothing of lib, app or cli, not even through test': [
    [{ 'db/agents.test.ts': "import { addHours } from '../lib/time'", 'lib/time.ts': '' }, 'db/agents.test.ts must not need lib/time.ts'],
    [
      { 'db/agents.test.ts': "import { a } from '../test/a'", 'test/a.ts': "import type { B } from '../lib/b'", 'lib/b.ts': '' },
      'db/agents.test.ts must not need lib/b.ts',
    ],
  ],
  'folders of lib form no cycle': [
    [
      {
        'lib/agents/a.ts': "import type { B } from '../sessions/b'",
        'lib/sessions/b.ts': "import { c } from '../limits/c'",
        'lib/limits/c.ts': "export * from '../agents/d'",
        'lib/agents/d.ts': '',
      },
      'lib/agents, lib/limits, lib/sessions import each other',
    ],
  ],
  'files form no cycle': [
    [{ 'app/a.tsx': "import type { B } from './b'", 'app/b.ts': "import { A } from '@/app/a'" }, 'app/a.tsx, app/b.ts import each other'],
  ],
  'nothing opens a second connection inside a transaction': [
    [
      { 'lib/a.ts': "import { db } from './process'\nasync function one(tx: Tx) { await find(db()) }" },
      'lib/a.ts calls db(), which opens a connection, inside a transaction',
    ],
    [
      {
        'lib/a.ts': "import { read as look } from './b'\ndb().transaction().execute(async (tx) => { await look() })",
        'lib/b.ts': "import { inner } from './c'\nexport async function read() { return inner() }",
        'lib/c.ts': 'export const inner = async () => find(db())',
      },
      'lib/a.ts calls look(), which opens a connection, inside a transaction',
    ],
  ],
  'nouns know no transport': [
    [{ 'lib/agents/read.ts': 'export async function readAgent(request: Request) {}' }, 'lib/agents/read.ts mentions Request'],
    [{ 'lib/new-noun/read.ts': 'export const read = async (form: FormData) => {}' }, 'lib/new-noun/read.ts mentions FormData'],
  ],
  'only the checks in lib/auth mark a caller as proven': [
    [{ 'lib/agents/read.ts': "import { markAsProven } from '../auth/principal'" }, 'lib/agents/read.ts makes a proof without a check'],
    [
      { 'lib/agents/read.ts': "changeAgent(viewer as Viewer & Principal<'agents:write'>)" },
      'lib/agents/read.ts makes a proof without a check',
    ],
  ],
  'every module with use cases is in lib/use-cases.test-d.ts': [
    [{ 'lib/agents/new.ts': "export async function readAgent(principal: Principal<'agents:read'>) {}" }, 'lib/agents/new.ts is not listed'],
    [{ 'lib/teams/new.ts': 'export async function leave(\n  viewer: Viewer,\n) {}' }, 'lib/teams/new.ts is not listed'],
    [{ 'lib/teams/new.ts': 'export const leave = async (viewer: Viewer) => {}' }, 'lib/teams/new.ts is not listed'],
    [{ 'lib/teams/new.ts': 'export async function find<T>(viewer: Viewer, what: T) {}' }, 'lib/teams/new.ts is not listed'],
    [
      { 'lib/new-noun/read.ts': 'export async function read(person: Person, context: RequestContext) {}' },
      'lib/new-noun/read.ts is not listed',
    ],
    [
      { 'lib/teams/new.ts': "type Admin = CapableViewer<'team:own'>\nexport const leave = (by: Admin) => {}" },
      'lib/teams/new.ts is not listed',
    ],
    [
      {
        'lib/teams/new.ts': "import type { Call as Made } from './call'\nexport async function* list({ by }: Made) {}",
        'lib/teams/call.ts': 'export interface Call { by: Identity }',
      },
      'lib/teams/new.ts is not listed',
    ],
  ],
  'every handler of the API is made from a contract': [
    [
      { 'app/api/v2/x/route.ts': 'export async function GET() { return new Response() }' },
      'app/api/v2/x/route.ts has a handler without a contract',
    ],
    [
      { 'app/api/v2/x/route.ts': 'export const GET = endpoint(AGENT_OPERATIONS.getAgent, readAgent)\nexport const POST = () => {}' },
      'app/api/v2/x/route.ts has a handler without a contract',
    ],
  ],
  'no old word is left': [
    [{ 'lib/a.ts': 'const { via } = caller' }, 'lib/a.ts has the old word via'],
    [{ 'app/page.tsx': 'export type Act = string' }, 'app/page.tsx has the old word Act'],
    [{ 'lib/a.ts': '/** As takeTurn does. */' }, 'lib/a.ts has the old word takeTurn'],
    [{ 'db/a.ts': 'sql`with finding as (select 1) select 1`' }, 'db/a.ts has the old word finding'],
    [{ 'lib/sessions/refusals.ts': '' }, 'lib/sessions/refusals.ts is named after an old word'],
  ],
  'no file or folder is named after nothing in particular': [[{ 'lib/utils.ts': '' }, 'lib/utils.ts must be named after what it holds']],
  'no file only exports what others hold': [
    [{ 'lib/agents/index.ts': "export * from './read'" }, 'lib/agents/index.ts must not re-export: import the file that holds the thing'],
  ],
  'links are not prefetched': [[{ 'app/page.tsx': "import Link from 'next/link'" }, 'app/page.tsx must take Link from app/_ui/link.tsx']],
  'only errors are classes': [
    [{ 'lib/agents/store.ts': 'export class AgentStore {}' }, 'lib/agents/store.ts must not hold a class that is no error'],
  ],
  'a limited number of rows is deleted by their ctid': [
    [
      { 'db/logins.ts': 'sql`delete from logins where id in (\n  select id from logins limit 5)`' },
      'db/logins.ts deletes a limited number of rows by a subquery with in: use ctid = any (array(select ctid …))',
    ],
  ],
  'test files that mock modules have processes of their own': [
    [{ 'lib/agents/read.test.ts': "vi.mock('../time')" }, 'lib/agents/read.test.ts must be named in MOCKING of .config/vitest.config.ts'],
    [
      { 'lib/agents/read.test.ts': "test('a', () => {\n  vi.doMock('../time')\n})" },
      'lib/agents/read.test.ts must be named in MOCKING of .config/vitest.config.ts',
    ],
  ],
  'files are short': [[{ 'lib/agents/all.ts': 'a\n'.repeat(201) }, 'lib/agents/all.ts has more than 200 lines']],
}

describe('a rule', () => {
  test.each(Object.entries(RULES))('finds what breaks it: %s', (name, rule) => {
    const broken = BROKEN[name] ?? []
    expect(broken.length).toBeGreaterThan(0)
    for (const [files, sentence] of broken) expect(rule(sourcesOf(files))).toEqual([sentence])
  })

  test('finds nothing in what is allowed', () => {
    const good = sourcesOf({
      'app/page.tsx':
        "import { readAgent } from '@/lib/agents/read'\nimport { Link } from '@/app/_ui/link'\nimport { useLinkStatus } from 'next/link'",
      'lib/agents/read.ts': "import { db } from '../process'\nimport { stateOf } from '../sessions/rules'\ndb()",
      'lib/sessions/rules.ts': "import type { ErrorCode } from '../errors'\nimport { addHours } from '../time'",
      'lib/sessions/activate.ts':
        '// The header Via was sent, and the work is finding its way.\nidempotentTransaction((tx) => lockAgent(tx))',
      'lib/errors.ts': 'export class AppError extends Error {}',
      'lib/server/pages.ts': "import next from 'next'",
      'bench/main.ts': "import { freePort } from '../test/free-port'",
      'cli/main.ts': "import { parseKey } from '../lib/auth/api-key-format'\nimport { run } from './run'",
      'db/migrations/0001-initial.ts': 'sql`create table session_slots ()`',
    })
    expect(Object.values(RULES).flatMap((rule) => rule(good))).toEqual([])
  })
})

test('a process has one pool, though Next loads a module once for each page and once for each route handler', async () => {
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
