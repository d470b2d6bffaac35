import { CLI_COMMANDS } from './cli-commands'
import type { RequestExample } from './request-example'

/** The languages in which the API reference shows a call. */
export type ExampleLanguage = 'curl' | 'Python' | 'TypeScript' | 'Command line'

/** Returns an example of a call in each language. Without a command of the CLI for the operation, that language is absent. */
export function callExamples(address: string, operationId: string, request: RequestExample): [ExampleLanguage, string][] {
  const command = CLI_COMMANDS[operationId.replace(/ByGet$/, '')]
  const examples: [ExampleLanguage, string][] = [
    ['curl', curlExample(address, request)],
    ['Python', pythonExample(address, request)],
    ['TypeScript', typeScriptExample(address, request)],
  ]
  if (command) examples.push(['Command line', `export MEMANTO_URL=${shellText(address)}\nmemanto ${command}`])
  return examples
}

const CREDENTIALS = {
  key: { header: 'Authorization', prefix: 'Bearer ', variable: 'MEMANTO_API_KEY' },
  token: { header: 'X-Session-Token', prefix: '', variable: 'MEMANTO_SESSION_TOKEN' },
} as const

const FILE = 'memories.jsonl'

/** Quotes a text for sh, bash and zsh. */
const shellText = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** Only with options that curl 7.68 has. */
function curlExample(address: string, { method, path, credential, json, file, isResponseFile }: RequestExample): string {
  const { header, prefix, variable } = credential === 'none' ? { header: '', prefix: '', variable: '' } : CREDENTIALS[credential]
  const mediaType = json ? 'application/json' : file?.mediaType
  return [
    `curl -sS -w '\\n'${method === 'GET' ? '' : ` -X ${method}`} ${shellText(address + path)}`,
    header && `-H "${header}: ${prefix}$${variable}"`,
    mediaType && `-H 'Content-Type: ${mediaType}'`,
    json && `-d ${shellText(JSON.stringify(json))}`,
    file && `--data-binary @${FILE}`,
    isResponseFile && `-o ${FILE}`,
  ]
    .filter(Boolean)
    .join(' \\\n  ')
}

function pythonExample(address: string, request: RequestExample): string {
  const { method, path, credential, json, file, isResponseFile } = request
  const modules = ['json', credential !== 'none' && 'os', 'urllib.error', 'urllib.request'].filter(
    (name) => name && !(isResponseFile && name === 'json'),
  )
  const headers = headerEntries(request, (prefix, variable) => `${prefix ? `"${prefix}" + ` : ''}os.environ["${variable}"]`)
  const data = json ? `json.dumps(${pythonLiteral(json)}).encode()` : file && `open("${FILE}", "rb").read()`
  const options = [data && `data=${data}`, headers.length > 0 && `headers={${headers.join(', ')}}`, `method="${method}"`]
  return `import ${modules.join(', ')}

request = urllib.request.Request(
    ${JSON.stringify(address + path)},
${options.flatMap((option) => (option ? `    ${option},` : [])).join('\n')}
)
try:
    with urllib.request.urlopen(request) as response:
        print(${isResponseFile ? 'response.read().decode()' : 'json.load(response)'})
except urllib.error.HTTPError as error:
    raise SystemExit(error.read().decode())`
}

function typeScriptExample(address: string, request: RequestExample): string {
  const { method, path, json, file, isResponseFile } = request
  const headers = headerEntries(request, (prefix, variable) => `\`${prefix}\${process.env.${variable}}\``)
  const body = json ? `JSON.stringify(${JSON.stringify(json)})` : file && `await readFile('${FILE}')`
  const options = [`method: '${method}'`, headers.length > 0 && `headers: { ${headers.join(', ')} }`, body && `body: ${body}`]
  return `${file ? "import { readFile } from 'node:fs/promises'\n\n" : ''}const response = await fetch(${JSON.stringify(address + path)}, {
${options.flatMap((option) => (option ? `  ${option},` : [])).join('\n')}
})
if (!response.ok) throw new Error(await response.text())
console.log(await response.${isResponseFile ? 'text' : 'json'}())`
}

/** The headers as entries of a literal, which are written the same in both languages. `read` reads a variable of the environment. */
function headerEntries({ credential, json, file }: RequestExample, read: (prefix: string, variable: string) => string): string[] {
  const mediaType = json ? 'application/json' : file?.mediaType
  const entries = mediaType ? [`"Content-Type": "${mediaType}"`] : []
  if (credential === 'none') return entries
  const { header, prefix, variable } = CREDENTIALS[credential]
  return [`"${header}": ${read(prefix, variable)}`, ...entries]
}

function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${pythonLiteral(each)}`)
    .join(', ')}}`
}
