import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { type ButtonLook, buttonStyle } from './button'
import { Link } from './link'

/** A link that looks like a button. */
export function ButtonLink({ kind, size, className, ...rest }: ComponentProps<typeof Link> & ButtonLook) {
  return <Link className={clsx(buttonStyle({ kind, size }), className)} {...rest} />
}
