import type { ParamPattern, Statement } from 'oxc-parser'
import type { SourceFile, Sources } from './source'

/** The types that say who calls, and how: the callers of lib/auth, and the request as use cases know it. */
const CALLER = new Set(
  'Identity Principal PrincipalWithOne SessionPrincipal Viewer CapableViewer SessionCredential StatementCredential RequestContext'.split(
    ' ',
  ),
)

/** Whether a file exports a function that takes a caller or the context of a request, also by a type alias of its own or of another file. */
export function hasUseCase(sources: Sources, file: SourceFile): boolean {
  return file.program.body
    .flatMap(parametersOf)
    .some((parameter) => namesCaller(sources, file, typeNamesIn(file, 'typeAnnotation' in parameter ? parameter.typeAnnotation : null)))
}

/** The parameters of the functions that a statement exports. */
function parametersOf(statement: Statement): ParamPattern[] {
  const exported = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null
  if (exported?.type === 'FunctionDeclaration') return exported.params
  if (exported?.type !== 'VariableDeclaration') return []
  return exported.declarations.flatMap(({ init }) => (init?.type === 'ArrowFunctionExpression' ? init.params : []))
}

interface Extent {
  start: number
  end: number
}

const typeNamesIn = ({ text }: SourceFile, extent: Extent | null | undefined): string[] =>
  extent ? (text.slice(extent.start, extent.end).match(/\b[A-Z]\w*/g) ?? []) : []

function namesCaller(sources: Sources, file: SourceFile, names: string[], seen = new Set<string>()): boolean {
  return names.some((name) => {
    const key = `${file.path} ${name}`
    if (CALLER.has(name)) return true
    if (seen.has(key)) return false
    seen.add(key)
    const own = declarationOf(file, name)
    if (own) return namesCaller(sources, file, typeNamesIn(file, own), seen)
    const from = file.imports.find(({ names: imported }) => imported.some(({ local }) => local === name))
    const source = from && sources.get(`${from.target}.ts`)
    const original = from?.names.find(({ local }) => local === name)?.original
    return source !== undefined && original !== undefined && namesCaller(sources, source, [original], seen)
  })
}

function declarationOf({ program }: SourceFile, name: string): Extent | undefined {
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declared?.type === 'TSTypeAliasDeclaration' && declared.id.name === name) return declared.typeAnnotation
    if (declared?.type === 'TSInterfaceDeclaration' && declared.id.name === name) return declared
  }
  return undefined
}
