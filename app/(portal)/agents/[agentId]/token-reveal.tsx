import { Snippet } from '@/app/_ui/copy'

interface TokenRevealProps {
  agentName: string
  token: string
  reused: boolean
  /** The address of this server. */
  address: string
}

/** A session token with example calls. It is only in the response to the activation: a reload removes it. */
export function TokenReveal({ agentName, token, reused, address }: TokenRevealProps) {
  return (
    <section aria-label="Session token" className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-md border border-line p-3">
      <p role="status">
        {reused ? 'You joined the current session.' : 'Session started.'} Copy the token now. It isn&apos;t stored; use “Get a session
        token” to get another.
      </p>
      <Snippet text={token} label="Copy session token" />
      {Object.entries(EXAMPLES).map(([name, write], index) => (
        <details key={name} name="token-snippets" open={index === 0} className="min-w-0">
          <summary className="cursor-pointer py-1 font-medium">{name}</summary>
          <Snippet text={write({ agentName, token, address })} label={`Copy ${name} snippet`} />
        </details>
      ))}
    </section>
  )
}

const EXAMPLES: Record<string, (props: Omit<TokenRevealProps, 'reused'>) => string> = {
  curl: ({ agentName, token, address }) => `curl -X POST '${address}/api/v2/agents/${agentName}/remember' \\
  -H 'X-Session-Token: ${token}' \\
  --json '{"content": "The customer prefers e-mail."}'`,

  Python: ({ agentName, token, address }) => `import httpx

agent = httpx.Client(base_url="${address}/api/v2/agents/${agentName}", headers={"X-Session-Token": "${token}"})
agent.post("/remember", json={"content": "The customer prefers e-mail."}).raise_for_status()
print(agent.get("/recall", params={"query": "how to reach the customer"}).json())`,

  TypeScript: ({ agentName, token, address }) => `const stored = await fetch('${address}/api/v2/agents/${agentName}/remember', {
  method: 'POST',
  headers: { 'X-Session-Token': '${token}', 'Content-Type': 'application/json' },
  body: JSON.stringify({ content: 'The customer prefers e-mail.' }),
})
console.log(await stored.json())`,

  'Command line': ({ agentName, token, address }) => `export MEMANTO_URL='${address}' MEMANTO_AGENT_ID='${agentName}'
export MEMANTO_SESSION_TOKEN='${token}'
memanto remember 'The customer prefers e-mail.'
memanto recall 'how to reach the customer'`,
}
