import { Snippet } from './copy'

interface SnippetsProps {
  /** The address of this server. */
  address: string
  /** Undefined when it is not known: the examples then read it from the environment. */
  apiKey: string | undefined
  agentName: string
}

/** Example calls with the real address and key, in several languages. They can be expanded without JavaScript. */
export function Snippets(props: SnippetsProps) {
  return (
    <div className="grid gap-2">
      {Object.entries(EXAMPLES).map(([name, write], index) => (
        <details key={name} name="snippets" open={index === 0} className="min-w-0">
          <summary className="cursor-pointer py-1 font-medium">{name}</summary>
          <Snippet text={write(props)} label={`Copy ${name} snippet`} />
        </details>
      ))}
    </div>
  )
}

const EXAMPLES: Record<string, (props: SnippetsProps) => string> = {
  curl: ({ address, apiKey, agentName }) => `TOKEN=$(curl -s -X POST '${address}/api/v2/agents/${agentName}/activate' \\
  -H ${apiKey ? `'Authorization: Bearer ${apiKey}'` : '"Authorization: Bearer $MEMANTO_API_KEY"'} | sed 's/.*"session_token":"\\([^"]*\\)".*/\\1/')

curl -s -X POST '${address}/api/v2/agents/${agentName}/remember' \\
  -H "X-Session-Token: $TOKEN" \\
  --json '{"content": "The customer prefers e-mail."}'`,

  Python: ({ address, apiKey, agentName }) => `${apiKey ? '' : 'import os\n'}import httpx

api = httpx.Client(base_url="${address}/api/v2")
opened = api.post("/agents/${agentName}/activate", headers={"Authorization": ${apiKey ? `"Bearer ${apiKey}"` : '"Bearer " + os.environ["MEMANTO_API_KEY"]'}})
opened.raise_for_status()
api.headers["X-Session-Token"] = opened.json()["session_token"]

api.post("/agents/${agentName}/remember", json={"content": "The customer prefers e-mail."}).raise_for_status()
print(api.get("/agents/${agentName}/recall", params={"query": "how to reach the customer"}).json())`,

  TypeScript: ({ address, apiKey, agentName }) => `const agent = '${address}/api/v2/agents/${agentName}'

const opened = await fetch(agent + '/activate', {
  method: 'POST',
  headers: { Authorization: ${apiKey ? `'Bearer ${apiKey}'` : "'Bearer ' + process.env.MEMANTO_API_KEY"} },
})
const { session_token } = await opened.json()

await fetch(agent + '/remember', {
  method: 'POST',
  headers: { 'X-Session-Token': session_token, 'Content-Type': 'application/json' },
  body: JSON.stringify({ content: 'The customer prefers e-mail.' }),
})`,

  'Command line': ({ address, apiKey, agentName }) => `export MEMANTO_URL='${address}'${apiKey ? ` MEMANTO_API_KEY='${apiKey}'` : ''}
memanto agent activate ${agentName}
memanto remember 'The customer prefers e-mail.'
memanto recall 'how to reach the customer'`,
}
