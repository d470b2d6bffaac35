import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps, MouseEvent } from 'react'
import { cn } from './cn'

/** The classes of everything that looks like a button. */
export const buttonStyle = cva(
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-md border font-medium transition-colors duration-100 disabled:pointer-events-none disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-50 [&_svg]:size-4',
  {
    variants: {
      kind: {
        primary: 'border-transparent bg-accent text-accent-ink shadow-control hover:opacity-90',
        plain: 'border-line bg-surface text-ink shadow-control hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-soft hover:bg-sunken hover:text-ink',
        danger: 'border-transparent bg-bad text-surface hover:opacity-90',
      },
      size: { small: 'h-7 px-2 text-xs', normal: 'h-9 px-3 text-sm', icon: 'size-8 p-0' },
    },
    defaultVariants: { kind: 'plain', size: 'normal' },
  },
)

/** How a button looks: its importance and its size. */
export type ButtonLook = VariantProps<typeof buttonStyle>

/** A button. A submit button keeps the focus while it is disabled: browsers take the focus from other disabled buttons. */
export function Button({ kind, size, className, type = 'button', disabled, ...rest }: ComponentProps<'button'> & ButtonLook) {
  const disabledProps = type === 'submit' && disabled ? { 'aria-disabled': true, onClick: prevent } : { disabled }
  return <button type={type} className={cn(buttonStyle({ kind, size }), className)} {...rest} {...disabledProps} />
}

const prevent = (event: MouseEvent) => event.preventDefault()
