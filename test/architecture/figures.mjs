/**
 * Prints figures about the structure of the production code (app, cli, db and lib without tests, migrations and generated types), of this or another
 * working tree: `node test/architecture/figures.mjs [FOLDER]`. docs/decisions/0020-structure-of-the-code.md has them for two commits.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

const root = process.argv[2] ?? '.'
// Helpers of tests lay among production files before they moved to test/.
const LEFT_OUT = /(^|\/)(node_modules|dist)\/|\.test(-d)?\.tsx?$|(^|\/)testing[^/]*\.ts$|^db\/migrations\/|^cli\/(api\.ts|build\.mjs)$/
/** Files that Next imports by their names. */
const ENTRY = /(^|\/)(page|layout|route|loading|error|global-error|not-found|template|default|icon|main)\.tsx?$/

const paths = ['app', 'cli', 'db', 'lib'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)))
    .filter((path) => !LEFT_OUT.test(path)),
)

const linesIn = (text) => text.trimEnd().split('\n').length
const isFunction = (node) => node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression'
const isConst = (type) => type?.type === 'TSTypeReference' && type.typeName.name === 'const'

function read(path) {
  const text = readFileSync(join(root, path), 'utf8')
  const { program, comments, module } = parseSync(path, text)
  const functions = []
  let casts = 0
  const noteFunction = ({ body, start, end }) => body?.type === 'BlockStatement' && functions.push(linesIn(text.slice(start, end)))
  const noteCast = ({ typeAnnotation }) => (isConst(typeAnnotation) ? undefined : casts++)
  new Visitor({
    FunctionDeclaration: noteFunction,
    FunctionExpression: noteFunction,
    ArrowFunctionExpression: noteFunction,
    TSAsExpression: noteCast,
    TSTypeAssertion: noteCast,
    TSNonNullExpression: noteCast,
  }).visit(program)
  const exportedFunctions = program.body.flatMap((statement) => {
    const declared = statement.type.startsWith('Export') ? statement.declaration : null
    const isOne =
      declared?.type === 'FunctionDeclaration' || isFunction(declared) || declared?.declarations?.some(({ init }) => isFunction(init))
    const isDocumented = comments.some(
      ({ type, value, end }) => type === 'Block' && value.startsWith('*') && /^\s*$/.test(text.slice(end, statement.start)),
    )
    return isOne ? [isDocumented] : []
  })
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ exportName, moduleRequest }) => (exportName.name && !moduleRequest ? [exportName.name] : [])),
  )
  const imports = module.staticImports.map(({ moduleRequest, entries }) => ({
    target: targetOf(path, moduleRequest.value),
    names: entries.map(({ importName }) => importName.name ?? ''),
  }))
  return { path, lines: linesIn(text), functions, casts, exportedFunctions, exported, imports }
}

const targetOf = (path, target) =>
  target.startsWith('@/') ? target.slice(2) : target.startsWith('.') ? posix.join(posix.dirname(path), target) : target

const files = paths.map(read)
const isNamed = (path, target) => path.replace(/\.tsx?$/, '') === target.replace(/\.(tsx?|js)$/, '')
const importersOf = ({ path }, name) =>
  files.filter(({ imports }) =>
    imports.some(({ target, names }) => isNamed(path, target) && (name === undefined || names.includes(name) || names.includes(''))),
  ).length

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
const at = (numbers, fraction) => numbers.toSorted((a, b) => a - b)[Math.floor(fraction * (numbers.length - 1))]
const share = (part, all) => `${part.length} of ${all.length} (${((100 * part.length) / all.length).toFixed(1)} %)`

const lines = files.map((file) => file.lines)
const functions = files.flatMap((file) => file.functions)
const exportedFunctions = files.flatMap((file) => file.exportedFunctions)
const uses = files.filter(({ path }) => !ENTRY.test(path)).flatMap((file) => file.exported.map((name) => importersOf(file, name)))
const importers = files.filter(({ path }) => !ENTRY.test(path)).map((file) => importersOf(file))

console.table({
  files: files.length,
  'lines of code': sum(lines),
  'lines per file, median and p90': `${at(lines, 0.5)}, ${at(lines, 0.9)}`,
  'functions with a body in braces': functions.length,
  'lines per such function, median and p90': `${at(functions, 0.5)}, ${at(functions, 0.9)}`,
  'exports that one other file imports': share(
    uses.filter((count) => count === 1),
    uses,
  ),
  'files that one other file imports': share(
    importers.filter((count) => count === 1),
    importers,
  ),
  'type assertions per 1,000 lines': ((1000 * sum(files.map(({ casts }) => casts))) / sum(lines)).toFixed(1),
  'exported functions with a comment': share(exportedFunctions.filter(Boolean), exportedFunctions),
})
