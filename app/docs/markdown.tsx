import { Fragment } from 'react'
import { Code } from '@/app/_ui/page-parts'

/** The Markdown of the OpenAPI document: headings of the second level, paragraphs, bold text and code. */
export function Markdown({ text }: { text: string }) {
  return text.split('\n\n').map((block) => {
    const [, heading, rest] = /^## (.+)\n([\s\S]+)$/.exec(block) ?? []
    if (heading === undefined) return <Paragraph key={block} text={block} />
    return (
      <Fragment key={block}>
        <h2 className="pt-3 text-lg font-semibold">{heading}</h2>
        <Paragraph text={rest ?? ''} />
      </Fragment>
    )
  })
}

const Paragraph = ({ text }: { text: string }) => (
  <p className="max-w-prose leading-6">
    <InlineMarkdown text={text} />
  </p>
)

/** Bold text and code within a line. */
export function InlineMarkdown({ text }: { text: string }) {
  let end = 0
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    end += part.length
    if (part.startsWith('`'))
      return (
        <Code key={end} className="[word-break:normal] break-words">
          {part.slice(1, -1)}
        </Code>
      )
    if (part.startsWith('**')) return <strong key={end}>{part.slice(2, -2)}</strong>
    return <Fragment key={end}>{part}</Fragment>
  })
}
