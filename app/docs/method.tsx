import { clsx } from 'clsx'

const COLOURS: { [method: string]: string } = { GET: 'text-good', DELETE: 'text-bad', PATCH: 'text-warn' }

/** The method of an operation. It is a word; the colour only repeats it. */
export const Method = ({ method }: { method: string }) => (
  <span className={clsx('w-14 shrink-0 font-mono text-xs leading-5 font-semibold', COLOURS[method] ?? 'text-accent')}>{method}</span>
)
