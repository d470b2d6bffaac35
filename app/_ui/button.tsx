import { clsx } from 'clsx'
import type { ComponentProps, MouseEvent } from 'react'

/** How a button looks: its importance and its size. */
export interface ButtonLook {
  kind?: 'primary' | 'plain' | 'quiet' | 'danger' | undefined
  size?: 'small' | 'normal' | 'icon' | undefined
}

/** The classes of everything that looks like a button. */
export const buttonStyle = ({ kind = 'plain', size = 'normal' }: ButtonLook) => `button button-${kind} button-${size}`

/** A button. A submit button keeps the focus while it is disabled: browsers take the focus from other disabled buttons. */
export function Button({ kind, size, className, type = 'button', disabled, ...rest }: ComponentProps<'button'> & ButtonLook) {
  const disabledProps = type === 'submit' && disabled ? { 'aria-disabled': true, onClick: prevent } : { disabled }
  return <button type={type} className={clsx(buttonStyle({ kind, size }), className)} {...rest} {...disabledProps} />
}

const prevent = (event: MouseEvent) => event.preventDefault()
