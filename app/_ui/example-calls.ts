/** Where an example call goes, and with which key. */
export interface CallTarget {
  /** The address of this server. */
  address: string
  agentName: string
  /** Undefined when it is not known: the examples then read it from the environment. */
  apiKey: string | undefined
}

/** The same calls in several languages. */
export type Examples = Record<'curl' | 'Python' | 'TypeScript' | 'Command line', string>

/** What a key can read without a session, the most telling first. */
const READS = [
  { scope: 'memories:read', path: (agent: string) => `/agents/${agent}/memories?limit=5`, command: 'memory search --limit 5 --agents' },
  { scope: 'agents:read', path: () => '/agents', command: 'agent list' },
  { scope: 'sessions:read', path: () => '/sessions?limit=5', command: 'session list' },
]

/** A call that a key with these scopes may make, and that changes nothing; undefined when there is none. */
export function readExamples(target: CallTarget, scopes: readonly string[]): Examples | undefined {
  const read = READS.find(({ scope }) => scopes.includes(scope))
  if (read === undefined) return undefined
  const url = `${target.address}/api/v2${read.path(target.agentName)}`
  const command = read.command.endsWith('--agents') ? `${read.command} ${target.agentName}` : read.command
  return {
    curl: `curl -sS -w '\\n' '${url}' \\
  -H ${quotedHeader(target)}`,

    Python: `import json${target.apiKey ? '' : ', os'}, urllib.error, urllib.request

request = urllib.request.Request("${url}", headers={"Authorization": ${pythonKey(target)}})
try:
    print(json.load(urllib.request.urlopen(request)))
except urllib.error.HTTPError as error:
    raise SystemExit(error.read().decode())`,

    TypeScript: `const response = await fetch('${url}', {
  headers: { Authorization: ${scriptKey(target)} },
})
if (!response.ok) throw new Error(await response.text())
console.log(await response.json())`,

    'Command line': `${exportTarget(target)}
memanto ${command}`,
  }
}

const quotedHeader = ({ apiKey }: CallTarget) => (apiKey ? `'Authorization: Bearer ${apiKey}'` : '"Authorization: Bearer $MEMANTO_API_KEY"')
const pythonKey = ({ apiKey }: CallTarget) => (apiKey ? `"Bearer ${apiKey}"` : '"Bearer " + os.environ["MEMANTO_API_KEY"]')
const scriptKey = ({ apiKey }: CallTarget) => (apiKey ? `'Bearer ${apiKey}'` : "'Bearer ' + process.env.MEMANTO_API_KEY")
const exportTarget = ({ address, apiKey }: CallTarget) => `export MEMANTO_URL='${address}'${apiKey ? ` MEMANTO_API_KEY='${apiKey}'` : ''}`

/** A text that nobody takes for a fact about a customer. */
const TEST_MEMORY = '{"content": "This is a test memory.", "tags": ["test"]}'
const QUERY = 'test memory'

type Steps = Record<'remember' | 'recall', string>

/** A call with curl. `token` is the header of the session, as the shell reads it. */
const CURL: Record<keyof Steps, (agent: string, token: string) => string> = {
  remember: (agent, token) => `curl -sS -w '\\n' -X POST '${agent}/remember' \\
  -H ${token} -H 'Content-Type: application/json' \\
  -d '${TEST_MEMORY}'`,
  recall: (agent, token) => `curl -sS -w '\\n' '${agent}/recall?query=${QUERY.replace(' ', '+')}' \\
  -H ${token}`,
}
const PYTHON: Steps = {
  remember: `call("/remember", session, ${TEST_MEMORY})`,
  recall: `print(call("/recall", session, {"query": "${QUERY}"}))`,
}
const TYPESCRIPT: Steps = {
  remember: `await call('/remember', session, { content: 'This is a test memory.', tags: ['test'] })`,
  recall: `console.log(await call('/recall', session, { query: '${QUERY}' }))`,
}
const COMMAND_LINE: Steps = {
  remember: `memanto remember 'This is a test memory.' --tag test`,
  recall: `memanto recall '${QUERY}'`,
}

/** Opens a session of an agent, or joins the active one, and makes calls in it. If the activation is refused, they say why and stop. */
export function sessionExamples(target: CallTarget, steps: (keyof Steps)[]): Examples {
  const agent = `${target.address}/api/v2/agents/${target.agentName}`
  return {
    curl: `ANSWER=$(curl -sS -X POST '${agent}/activate' \\
  -H ${quotedHeader(target)})
TOKEN=$(printf '%s' "$ANSWER" | sed -n 's/.*"session_token":"\\([^"]*\\)".*/\\1/p')
if [ -z "$TOKEN" ]; then printf '%s\\n' "$ANSWER"; else
${steps.map((step) => CURL[step](agent, '"X-Session-Token: $TOKEN"')).join('\n')}
fi`,

    Python: `${pythonCall(agent, target.apiKey === undefined)}
session = {"X-Session-Token": call("/activate", {"Authorization": ${pythonKey(target)}})["session_token"]}
${steps.map((step) => PYTHON[step]).join('\n')}`,

    TypeScript: `${SCRIPT_CALL(agent)}
const { session_token } = await call('/activate', { Authorization: ${scriptKey(target)} })
const session = { 'X-Session-Token': session_token }
${steps.map((step) => TYPESCRIPT[step]).join('\n')}`,

    'Command line': `${exportTarget(target)}
${[`memanto agent activate ${target.agentName}`, ...steps.map((step) => COMMAND_LINE[step])].join(' &&\n')}`,
  }
}

const pythonCall = (agent: string, readsEnvironment: boolean) => `import json${readsEnvironment ? ', os' : ''}, urllib.error, urllib.request

def call(path, headers, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request("${agent}" + path, data, headers, method="POST")
    try:
        return json.load(urllib.request.urlopen(request))
    except urllib.error.HTTPError as error:
        raise SystemExit(error.read().decode())
`

const SCRIPT_CALL = (agent: string) => `const call = async (path: string, headers: Record<string, string>, body?: object) => {
  const response = await fetch('${agent}' + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}
`

/** Calls in a session whose token is known. */
export function tokenExamples({ address, agentName }: Omit<CallTarget, 'apiKey'>, token: string, steps: (keyof Steps)[]): Examples {
  const agent = `${address}/api/v2/agents/${agentName}`
  return {
    curl: steps.map((step) => CURL[step](agent, `'X-Session-Token: ${token}'`)).join('\n'),

    Python: `${pythonCall(agent, false)}
session = {"X-Session-Token": "${token}"}
${steps.map((step) => PYTHON[step]).join('\n')}`,

    TypeScript: `${SCRIPT_CALL(agent)}
const session = { 'X-Session-Token': '${token}' }
${steps.map((step) => TYPESCRIPT[step]).join('\n')}`,

    'Command line': `export MEMANTO_URL='${address}' MEMANTO_AGENT_ID='${agentName}' MEMANTO_SESSION_TOKEN='${token}'
${steps.map((step) => COMMAND_LINE[step]).join(' &&\n')}`,
  }
}
