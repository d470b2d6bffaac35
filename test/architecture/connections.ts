import { type ArrowFunctionExpression, type Function as FunctionNode, Visitor } from 'oxc-parser'
import type { SourceFile, Sources } from './source'

/** A function with a name at the top of a file. */
interface Named {
  file: SourceFile
  name: string
  start: number
  end: number
}

/** A call of a function by its name alone. */
interface Call {
  name: string
  at: number
}

type AnyFunction = FunctionNode | ArrowFunctionExpression

/**
 * Functions that query on a second connection while they hold a transaction, as sentences: inside a function that takes `tx` they call
 * `db()`, or a function that does. With a small pool, two of them can wait for each other for ever.
 */
export function secondConnections(sources: Sources): string[] {
  const files = [...sources.values()].filter(({ path, isTest }) => !isTest && path.startsWith('lib/'))
  const read = new Map(files.map((file) => [file, readFile(file)]))
  const opening = findOpening(sources, read)
  return files.flatMap((file) => {
    const { calls, inTransaction } = read.get(file) ?? { calls: [], inTransaction: [] }
    return calls
      .filter((call) => isWithin(call, inTransaction))
      .filter(({ name }) => name === 'db' || opening.has(targetOf(sources, file, name)))
      .map(({ name }) => `${file.path} calls ${name}(), which opens a connection, inside a transaction`)
  })
}

interface FileFunctions {
  named: Named[]
  calls: Call[]
  /** Extents of the functions that take `tx`. */
  inTransaction: Extent[]
}

type Extent = [start: number, end: number]

/** The functions that call `db()`, or a function that does. */
function findOpening(sources: Sources, read: Map<SourceFile, FileFunctions>): Set<string> {
  const opening = new Set<string>()
  for (let before = -1; before !== opening.size; ) {
    before = opening.size
    for (const [file, { named, calls }] of read)
      for (const { name, start, end } of named) {
        const inside = calls.filter((call) => isWithin(call, [[start, end]]))
        if (inside.some((call) => call.name === 'db' || opening.has(targetOf(sources, file, call.name))))
          opening.add(`${file.path} ${name}`)
      }
  }
  return opening
}

/** The file and the name of the function that a name means in a file. */
function targetOf(sources: Sources, file: SourceFile, local: string): string {
  for (const { target, names } of file.imports) {
    const found = names.find((name) => name.local === local)
    if (found) return `${sources.get(`${target}.ts`)?.path ?? target} ${found.original}`
  }
  return `${file.path} ${local}`
}

const isWithin = ({ at }: Call, extents: Extent[]) => extents.some(([start, end]) => start <= at && at < end)

function readFile(file: SourceFile): FileFunctions {
  const named: Named[] = []
  const calls: Call[] = []
  const inTransaction: Extent[] = []
  const inBackground: Extent[] = []
  const note = (node: AnyFunction) => {
    if (node.params.some((param) => param.type === 'Identifier' && param.name === 'tx')) inTransaction.push([node.start, node.end])
  }
  new Visitor({
    FunctionDeclaration(node) {
      if (node.id) named.push({ file, name: node.id.name, start: node.start, end: node.end })
      note(node)
    },
    FunctionExpression: note,
    ArrowFunctionExpression: note,
    VariableDeclarator({ id, init, start, end }) {
      if (id.type === 'Identifier' && init?.type === 'ArrowFunctionExpression') named.push({ file, name: id.name, start, end })
    },
    // Nothing waits for `work().catch(…)`: it runs in the background, and may run after the transaction.
    ExpressionStatement({ expression, start, end }) {
      const callee = expression.type === 'CallExpression' ? expression.callee : undefined
      if (callee?.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'catch')
        inBackground.push([start, end])
    },
    CallExpression({ callee, start }) {
      if (callee.type === 'Identifier') calls.push({ name: callee.name, at: start })
    },
  }).visit(file.program)
  return { named, calls: calls.filter((call) => !isWithin(call, inBackground)), inTransaction }
}
