import { PartSummary } from '@/app/_ui/disclosure'
import type { Examples } from '@/app/_ui/example-calls'
import { Snippets } from '@/app/_ui/snippets'

/** Example calls that store a memory. They are hidden at first, because they change what the agent knows. `name` is that of their tabs. */
export function StoreExample({ examples, name }: { examples: Examples; name: string }) {
  return (
    <details>
      <PartSummary kind="quiet" size="small" className="-ml-2 text-ink">
        Store a memory
      </PartSummary>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 pt-2">
        <p className="text-soft">This stores “This is a test memory.” with the tag “test”. Delete it afterwards.</p>
        <Snippets examples={examples} name={name} />
      </div>
    </details>
  )
}
