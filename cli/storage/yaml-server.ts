interface Block {
  /** Index of the first line below the name, and of the first line after the block. */
  from: number
  to: number
  indent: string
}

/**
 * Returns a config.yaml of other Memanto clients with the server's address in it and all other lines unchanged; undefined if the file is not
 * written in plain blocks, as those clients write it.
 */
export function withServer(yaml: string, serverUrl: string): string | undefined {
  if (/^ *\t/m.test(yaml)) return undefined
  const lines = yaml.replace(/\n+$/, '').split(/\r?\n/)
  const root = findBlock(lines, 'memanto', { from: 0, to: lines.length, indent: '' })
  const fields = addressFields(serverUrl)
  if (root === 'absent') return textFrom([...lines, 'memanto:', '  server:', ...fields.map((field) => `    ${field}`)])
  if (root === 'unsupported') return undefined
  const server = findBlock(lines, 'server', root)
  if (server === 'unsupported') return undefined
  const isNew = server === 'absent'
  const { from, to, indent } = isNew ? { from: root.from, to: root.from, indent: `${root.indent}${root.indent}` } : server
  const others = lines.slice(from, to).filter((line) => !new RegExp(`^${indent}["']?(url|port)["']?\\s*:`).test(line))
  const heading = isNew ? [`${root.indent}server:`] : []
  return textFrom([...lines.slice(0, from), ...heading, ...fields.map((field) => `${indent}${field}`), ...others, ...lines.slice(to)])
}

const textFrom = (lines: string[]) => `${lines.join('\n').replace(/^\n+|\n+$/g, '')}\n`

/** Finds the lines below a name within a block. */
function findBlock(lines: string[], name: string, { from, to, indent }: Block): Block | 'absent' | 'unsupported' {
  const inside = lines.slice(from, to)
  const at = inside.findIndex((line) => new RegExp(`^${indent}${name}\\s*:\\s*(#.*)?$`).test(line))
  if (at === -1)
    return inside.some((line) => new RegExp(`^${indent}["']?${name}\\b|^${indent}[{[&*]`).test(line)) ? 'unsupported' : 'absent'
  const start = from + at + 1
  const length = lines.slice(start, to).findIndex((line) => line.trim() !== '' && !line.startsWith(`${indent} `))
  const end = length === -1 ? to : start + length
  const [, deeper = `${indent}  `] = /^(\s+)[^\s#]/.exec(lines.slice(start, end).find((line) => /^\s+[^\s#]/.test(line)) ?? '') ?? []
  return { from: start, to: end, indent: deeper }
}

/** A local server is written as its host, to which those clients add `http://` and the port; any other as a complete address. */
function addressFields(serverUrl: string): string[] {
  const { protocol, hostname, port, origin } = new URL(serverUrl)
  const isLocal = protocol === 'http:' && /^(localhost|127(\.\d+){3})$/.test(hostname)
  const number = port || (protocol === 'https:' ? '443' : '80')
  return [`url: ${isLocal ? hostname : JSON.stringify(origin)}`, `port: ${number}`]
}
