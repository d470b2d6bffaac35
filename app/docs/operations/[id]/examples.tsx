import { Snippet } from '@/app/_ui/copy'
import type { ExampleLanguage } from '@/lib/api/call-examples'

/** Example calls in several languages. They can be expanded without JavaScript. */
export function Examples({ examples }: { examples: [ExampleLanguage, string][] }) {
  return (
    <div className="grid gap-2 *:min-w-0">
      {examples.map(([language, text], index) => (
        <details key={language} name="examples" open={index === 0}>
          <summary className="cursor-pointer py-1 font-medium">{language}</summary>
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
