import { cn } from './cn'

interface RowHeadsProps {
  labels: string[]
  /** The columns of the rows, as a class. */
  columns: string
}

/** The names of the columns of a list whose rows expand, which therefore is no table. They stay at the top while the rows scroll. */
export function RowHeads({ labels, columns }: RowHeadsProps) {
  return (
    <div
      aria-hidden="true"
      className={cn(
        'top-0 z-1 hidden md:sticky gap-x-4 rounded-t-lg border border-line border-b-0 bg-surface px-4 py-2 text-xs font-medium text-soft',
        columns,
      )}
    >
      {labels.map((label) => (
        <span key={label}>{label}</span>
      ))}
    </div>
  )
}
