import { Snippet } from './copy'
import { PartSummary } from './disclosure'
import type { Examples } from './example-calls'

interface SnippetsProps {
  examples: Examples
  /** Opening one language closes the others of the same name. */
  name?: string
  /** A snippet was copied. */
  onCopied?: (() => void) | undefined
}

/** Example calls in several languages. They can be expanded without JavaScript. */
export function Snippets({ examples, name = 'snippets', onCopied }: SnippetsProps) {
  return (
    <div className="grid gap-2">
      {Object.entries(examples).map(([language, text], index) => (
        <details key={language} name={name} open={index === 0} className="min-w-0">
          <PartSummary kind="quiet" size="small" className="-ml-2 text-ink">
            {language}
          </PartSummary>
          <Snippet text={text} label={`Copy ${language} snippet`} onCopied={onCopied} />
          {language === 'Command line' && <p className="mt-1 text-xs text-soft">{INSTALLATION}</p>}
        </details>
      ))}
    </div>
  )
}

const INSTALLATION =
  'To install it, run "npm pack -w cli" in the folder of the server, and "npm i -g memanto-cli-*.tgz" on your machine with the file that this makes.'
