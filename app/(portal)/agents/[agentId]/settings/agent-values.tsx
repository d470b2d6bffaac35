import { Fact, Facts } from '@/app/_ui/facts'
import type { presentAgent } from '@/lib/agents/present'

/** The properties of an agent for people who may not change them. */
export function AgentValues({ agent: { pattern, description, metadata } }: { agent: ReturnType<typeof presentAgent> }) {
  return (
    <Facts>
      <Fact name="Kind">{pattern}</Fact>
      <Fact name="Description">
        <span dir="auto" className="wrap-anywhere whitespace-pre-wrap">
          {description || 'None'}
        </span>
      </Fact>
      <Fact name="Metadata">
        <pre dir="auto" className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">
          {JSON.stringify(metadata, null, 2)}
        </pre>
      </Fact>
    </Facts>
  )
}
