import { Snippet } from '@/app/_ui/copy'
import { PartSummary } from '@/app/_ui/disclosure'
import type { ExampleLanguage } from '@/lib/api/call-examples'

/** Example calls in several languages. They can be expanded without JavaScript. */
export function Examples({ examples }: { examples: [ExampleLanguage, string][] }) {
  return (
    <div className="grid gap-2 *:min-w-0">
      {examples.map(([language, text], index) => (
        <details key={language} name="examples" open={index === 0}>
          <PartSummary kind="quiet" size="small" className="-ml-2 text-ink">
            {language}
          </PartSummary>
          <Snippet text={text} label={`Copy ${language} example`} />
        </details>
      ))}
    </div>
  )
}

/** An example of JSON, or the text of a file, with its copy button. */
export const JsonExample = ({ value, label }: { value: unknown; label: string }) => (
  <Snippet text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} label={label} />
)
