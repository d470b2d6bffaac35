import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Comment, type EcmaScriptModule, type Program, parseSync } from 'oxc-parser'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['app', 'bench', 'cli', 'db', 'e2e', 'lib', 'test']
const EXTENSION = /\.(tsx?|mjs)$/

export interface Import {
  /** Path of one of our files without its extension, or the name of a package. */
  target: string
  isType: boolean
  /** What is imported under which name. */
  names: { original: string; local: string }[]
}

export interface SourceFile {
  /** From the root of the project, with its extension. */
  path: string
  text: string
  program: Program
  comments: Comment[]
  imports: Import[]
  isTest: boolean
}

/** Source files by path. */
export type Sources = ReadonlyMap<string, SourceFile>

/** Reads every source file of the project, except those that are built or generated. */
export function readSources(): Sources {
  const paths = [...readdirSync(ROOT).filter((name) => EXTENSION.test(name)), ...FOLDERS.flatMap(pathsIn)]
  return sourcesOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])))
}

function pathsIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && EXTENSION.test(entry.name))
    .map((entry) => posix.join(entry.parentPath, entry.name).slice(ROOT.length))
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path) && path !== 'cli/api.ts')
}

/** Parses source files from texts by path, for tests that break a rule on purpose. */
export function sourcesOf(texts: Record<string, string>): Sources {
  return new Map(Object.entries(texts).map(([path, text]) => [path, parse(path, text)]))
}

const TEST = /\.test(-d)?\.tsx?$|^(test|e2e)\//

function parse(path: string, text: string): SourceFile {
  const { program, comments, module, errors } = parseSync(path, text)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  return { path, text, program, comments, imports: importsOf(path, text, module), isTest: TEST.test(path) }
}

function importsOf(path: string, text: string, { staticImports, staticExports, dynamicImports }: EcmaScriptModule): Import[] {
  const imports = staticImports.map(({ moduleRequest, entries }) => ({
    target: moduleRequest.value,
    isType: entries.length > 0 && entries.every(({ isType }) => isType),
    names: entries.map(({ importName, localName }) => ({ original: importName.name ?? '', local: localName.value })),
  }))
  const exports = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ target: moduleRequest.value, isType, names: [] }] : [])),
  )
  const dynamic = dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    target: text.slice(start + 1, end - 1),
    isType: false,
    names: [],
  }))
  return [...imports, ...exports, ...dynamic].map((found) => ({ ...found, target: resolve(path, found.target) }))
}

function resolve(path: string, target: string): string {
  if (target.startsWith('@/')) return withoutExtension(target.slice(2))
  return target.startsWith('.') ? withoutExtension(posix.join(dirname(path), target)) : target
}

/** The path of a file as imports write it. */
export const withoutExtension = (path: string) => path.replace(EXTENSION, '')

/** The imports of a file that lead to another of our files. */
export function ownImports(sources: Sources, { imports }: SourceFile): SourceFile[] {
  return imports.flatMap(({ target }) => ['.ts', '.tsx', '.mjs', ''].flatMap((extension) => sources.get(target + extension) ?? []))
}
