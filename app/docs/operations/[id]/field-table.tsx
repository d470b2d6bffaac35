import { Code } from '@/app/_ui/page-parts'
import type { ReferenceField } from '@/lib/api/reference-fields'
import { InlineMarkdown } from '../../markdown'

interface FieldTableProps {
  title: string
  fields: ReferenceField[]
  /** What applies to all of them. */
  about?: string | undefined
  /** True for fields of a response, of which it is not said whether they are required. */
  isResponse?: boolean
}

/** Parameters or fields with their types, limits, defaults and examples; nothing when there are none. */
export function FieldTable({ title, fields, about, isResponse = false }: FieldTableProps) {
  if (fields.length === 0) return null
  return (
    <div className="rounded-lg border border-line bg-surface">
      <table className="w-full table-fixed border-collapse text-left [&_td]:px-3 [&_td]:py-2 [&_th]:px-3 [&_th]:py-2">
        <caption className="px-3 pt-2 text-left">
          <span className="font-semibold">{title}</span>
          {about && <span className="block text-soft">{about}</span>}
        </caption>
        <thead className="text-soft">
          <tr>
            <th scope="col" className="w-2/5 font-medium sm:w-56">
              Name and type
            </th>
            <th scope="col" className="font-medium">
              Meaning
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <Row key={field.name} field={field} isResponse={isResponse} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ field, isResponse }: { field: ReferenceField; isResponse: boolean }) {
  const { name, type, isRequired, description } = field
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="font-normal">
        <code className="font-mono text-xs leading-5 font-semibold break-words">{name}</code>
        <span className="block text-xs text-soft">
          {type}
          {isRequired && !isResponse && <span className="font-medium text-warn"> · required</span>}
        </span>
      </th>
      <td className="[word-break:normal] break-words">
        {description && (
          <p>
            <InlineMarkdown text={description} />
          </p>
        )}
        <Details field={field} isResponse={isResponse} />
      </td>
    </tr>
  )
}

function Details({ field, isResponse }: { field: ReferenceField; isResponse: boolean }) {
  const { limits, defaultValue, example, aliases } = field
  return (
    <>
      {limits.length > 0 && (
        <p className="text-xs leading-5 text-soft first-letter:uppercase">
          <InlineMarkdown text={`${limits.join('; ')}.`} />
        </p>
      )}
      {defaultValue !== undefined && <Value label="Default" value={defaultValue} />}
      {example !== undefined && !isResponse && <Value label="Example" value={example} />}
      {aliases.length > 0 && (
        <p className="text-xs leading-5 text-soft">
          Also accepted as <InlineMarkdown text={aliases.map((alias) => `\`${alias}\``).join(', ')} />.
        </p>
      )}
    </>
  )
}

const Value = ({ label, value }: { label: string; value: string }) => (
  <p className="text-xs leading-5 text-soft">
    {label}: <Code className="break-words">{value}</Code>
  </p>
)
