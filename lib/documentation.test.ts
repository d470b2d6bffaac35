import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { madeUpWordsIn } from '../test/architecture/old-words'
import { readSources } from '../test/architecture/source'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const DOCUMENTS = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].sort()

/** Links of a Markdown document to files of this repository. */
function localLinks(document: string): { target: string; anchor: string | undefined }[] {
  return [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor] = link.split('#')
      return { target: path === '' ? document : join(dirname(document), path), anchor }
    })
}

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(document: string): string[] {
  return [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('documentation', () => {
  test.each(DOCUMENTS)('every link of %s leads to a file and a heading that exist', (document) => {
    for (const { target, anchor } of localLinks(document)) {
      expect(existsSync(join(ROOT, target)), `${document} links to ${target}`).toBe(true)
      if (anchor !== undefined) expect(anchorsOf(target), `${document} links to ${target}#${anchor}`).toContain(anchor)
    }
  })

  test('every threat names tests that exist', () => {
    const threats = read('docs/threats.md')
      .split(/^(?=\d+\. )/m)
      .slice(1)
    expect(threats.map((threat) => Number.parseInt(threat, 10))).toEqual(threats.map((_, index) => index + 1))
    const named = threats.map((threat) => [...threat.matchAll(/^ +- `([^`]+)`: "(.+)"$/gm)])
    expect(threats.filter((_, index) => named[index]?.length === 0)).toEqual([])
    expect(missingTitles(named.flat())).toEqual([])
  })

  test('the tests that the faults name exist', () => {
    const named = [...read('docs/faults.md').matchAll(/`([^`]+)`: "(.*?)"(?=<br>| \||$)/gm)]
    expect(named.length).toBeGreaterThan(50)
    expect(missingTitles(named)).toEqual([])
  })

  // The changelog names what was renamed.
  test.each(DOCUMENTS.filter((document) => document !== 'CHANGELOG.md'))('%s has no word that is not used any more', (document) => {
    expect(madeUpWordsIn(read(document))).toEqual([])
  })

  test.each(DOCUMENTS)('every source file that %s names exists', (document) => {
    const named = [...read(document).matchAll(/`((?:app|bench|cli|db|e2e|lib|test)\/[^`*<]+\.(?:tsx?|mjs))`/g)].map(([, path = '']) => path)
    expect(named.filter((path) => !existsSync(join(ROOT, path)) && !path.includes('NNNN'))).toEqual([])
  })

  test('the index of decisions has every decision', () => {
    const decisions = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => name !== 'README.md')
    const listed = localLinks('docs/decisions/README.md').map(({ target }) => target)
    expect(listed).toEqual(decisions.map((name) => join('docs/decisions', name)))
  })

  test('the settings table names every setting that the server reads', () => {
    const section = /^## Settings\n(.*?)^## /ms.exec(read('docs/operations.md'))?.[1] ?? ''
    const documented = [...section.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/\b[A-Z][A-Z_]+\b/g) ?? [])
    const variables = /z\.object\(\{\n(.*?)\n\}\)/s.exec(read('lib/env.ts'))?.[1] ?? ''
    const existing = [...variables.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name)
    expect(existing).toContain('DATABASE_URL')
    expect(documented).toEqual(expect.arrayContaining(existing))
  })

  test('the table of the audit log names every action that is recorded, and no other', () => {
    const section = /^## Audit log\n(.*?)^## /ms.exec(read('docs/operations.md'))?.[1] ?? ''
    const documented = [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/[\w.]+/g) ?? [])
    const events = /^const EVENTS = \{\n(.*?)^\}/ms.exec(read('lib/events.ts'))?.[1] ?? ''
    const recorded = [...events.matchAll(/^ {2}'(.+)': \{ audit: true \}/gm)].map(([, action]) => action)
    expect(recorded).toContain('session.ended')
    expect(documented.sort()).toEqual(recorded.sort())
  })

  test('the functions that the architecture names with their files are in these files', () => {
    const named = [...read('docs/architecture.md').matchAll(/`(\w+)` \(`([^`*]+\.tsx?)`\)|`([^`*]+\.tsx?)`: `(\w+)`/g)]
    const pairs = named.map(([, first = '', after = '', before = '', last = '']) => [first || last, after || before])
    expect(pairs.length).toBeGreaterThan(20)
    expect(pairs.filter(([name = '', file = '']) => !read(file).includes(name))).toEqual([])
  })

  test('the steps of the architecture are numbered one after the other', () => {
    const lists = read('docs/architecture.md')
      .split(/\n(?=1\. )/)
      .slice(1)
    const numbers = lists.map((list) => [...(list.split('\n\n')[0] ?? '').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number)))
    expect(numbers).toEqual(numbers.map((list) => list.map((_, index) => index + 1)))
  })

  test('the glossary has one line per term', () => {
    const terms = [...read('docs/glossary.md').matchAll(/^\| (.+?) \|/gm)].map(([, term]) => term).filter((term) => term !== 'term')
    expect(terms.filter((term, index) => terms.indexOf(term) !== index)).toEqual([])
  })

  test('the functions and types that the glossary names exist', () => {
    const named = [...read('docs/glossary.md').matchAll(/^\| (.+?) \|/gm)].flatMap(
      ([, term = '']) => term.match(/(?<=`)[a-zA-Z]+[A-Z]\w*(?=`)/g) ?? [],
    )
    expect(named.length).toBeGreaterThan(20)
    const code = [...readSources().values()].map(({ text }) => text).join('\n')
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([])
  })

  test('the upgrade instructions name the last migration', () => {
    const last = Object.keys(JSON.parse(read('db/migrations/checksums.json')))
      .sort()
      .at(-1)
      ?.slice(0, 4)
    expect(last).toMatch(/^\d{4}$/)
    expect(read('docs/operations.md')).toContain(`- **Migrations** 0006 to ${last} run`)
    expect(read('CHANGELOG.md').split('\n## ')[1]).toContain(`(migrations 0006 to ${last})`)
  })

  test('the specification lists every error code with its status', () => {
    const section = /^### 4\.3 Errors\n(.*?)^### /ms.exec(read('docs/spec.md'))?.[1] ?? ''
    const documented = [...section.matchAll(/^\| ([\d, ]+) \| (.+) \|$/gm)].flatMap(([, , codes = '']) => codes.match(/\w+/g) ?? [])
    const existing = [...read('lib/errors.ts').matchAll(/^ {2}(\w+): \{ status: \d+/gm)].map(([, code]) => code)
    expect(existing).toContain('session_expired')
    expect(documented).toEqual(expect.arrayContaining(existing))
  })

  test.each(['docs/proxy/nginx.conf', 'docs/proxy/nginx-http.conf'])('%s lets imports and exports through as they arrive', (path) => {
    const config = read(path)
    for (const directive of [
      'proxy_buffering off;',
      'proxy_request_buffering off;',
      'proxy_http_version 1.1;',
      'client_max_body_size 100m;',
    ])
      expect(config).toContain(directive)
  })

  test('the shell lines of the README run in zsh: patterns are quoted and no command has a comment behind it', () => {
    const blocks = [...read('README.md').matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block)
    expect(blocks.length).toBeGreaterThan(0)
    for (const block of blocks) {
      const outsideOfQuotes = block.replace(/'[^']*'|"[^"]*"/g, '')
      expect(outsideOfQuotes).not.toMatch(/[?*[\]#]/)
    }
  })
})

/** The tests of `[match, file, title]` that do not exist. */
const missingTitles = (named: RegExpMatchArray[]) =>
  named.filter(([, file = '', title = '']) => !hasTitle(file, title)).map(([, file, title]) => `${file}: ${title}`)

/** True when a file has a test or a group of tests with exactly this title. */
function hasTitle(file: string, title: string): boolean {
  const literal = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return existsSync(join(ROOT, file)) && new RegExp(`(['"\`])${literal}\\1`).test(read(file))
}
