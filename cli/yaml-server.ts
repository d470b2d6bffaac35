interface Block {
  /** Index of its first line below the name, and of the first line after it. */
  from: number
  to: number
  indent: string
}

/**
 * A config.yaml of Memanto clients with the server's address in it, all other lines as they were; undefined where the file is not written
 * in plain blocks, as those clients write it.
 */
export function withServer(yaml: string, serverUrl: string): string | undefined {
  if (/^ *\t/m.test(yaml)) return undefined
  const lines = yaml.replace(/\n+$/, '').split(/\r?\n/)
  const root = blockOf(lines, 'memanto', { from: 0, to: lines.length, indent: '' })
  const fields = fieldsOf(serverUrl)
  if (root === 'absent') return textOf([...lines, 'memanto:', '  server:', ...fields.map((field) => `    ${field}`)])
  if (root === 'unreadable') return undefined
  const server = blockOf(lines, 'server', root)
  if (server === 'unreadable') return undefined
  const [indent, from, to] =
    server === 'absent' ? [`${root.indent}${root.indent}`, root.from, root.from] : [server.indent, server.from, server.to]
  const others = lines.slice(from, to).filter((line) => !new RegExp(`^${indent}["']?(url|port)["']?\\s*:`).test(line))
  const name = server === 'absent' ? [`${root.indent}server:`] : []
  return textOf([...lines.slice(0, from), ...name, ...fields.map((field) => `${indent}${field}`), ...others, ...lines.slice(to)])
}

const textOf = (lines: string[]) => `${lines.join('\n').replace(/^\n+|\n+$/g, '')}\n`

/** The lines below a name in a block. */
function blockOf(lines: string[], name: string, { from, to, indent }: Block): Block | 'absent' | 'unreadable' {
  const inside = lines.slice(from, to)
  const at = inside.findIndex((line) => new RegExp(`^${indent}${name}\\s*:\\s*(#.*)?$`).test(line))
  if (at === -1) return inside.some((line) => new RegExp(`^${indent}["']?${name}\\b|^${indent}[{[&*]`).test(line)) ? 'unreadable' : 'absent'
  const start = from + at + 1
  const length = lines.slice(start, to).findIndex((line) => line.trim() !== '' && !line.startsWith(`${indent} `))
  const end = length === -1 ? to : start + length
  const [, deeper = `${indent}  `] = /^(\s+)[^\s#]/.exec(lines.slice(start, end).find((line) => /^\s+[^\s#]/.test(line)) ?? '') ?? []
  return { from: start, to: end, indent: deeper }
}

/** A local server is named by its host, to which these clients add `http://` and the port; another by its whole address. */
function fieldsOf(serverUrl: string): string[] {
  const { protocol, hostname, port, origin } = new URL(serverUrl)
  const isLocal = protocol === 'http:' && /^(localhost|127(\.\d+){3})$/.test(hostname)
  const number = port || (protocol === 'https:' ? '443' : '80')
  return [`url: ${isLocal ? hostname : JSON.stringify(origin)}`, `port: ${number}`]
}
