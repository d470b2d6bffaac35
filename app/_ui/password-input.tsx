'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, use, useState } from 'react'
import { useIsInBrowser } from './browser'
import { Input } from './field'
import { FormContext } from './form-context'

/** A field for a password, with a button that shows what was typed. Without JavaScript there is no button. When the form is sent, it is hidden again. */
export function PasswordInput({ id, ...rest }: Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  const [isShown, setIsShown] = useState(false)
  const { isSending } = use(FormContext)
  if (isSending && isShown) setIsShown(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <div className="relative">
      <Input id={id} type={isShown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" className="pr-10" {...rest} />
      {useIsInBrowser() && (
        <button
          type="button"
          aria-pressed={isShown}
          aria-controls={id}
          title="Show password"
          onClick={() => setIsShown(!isShown)}
          className="absolute inset-y-0 right-0 grid w-9 place-items-center rounded-md text-soft hover:text-ink"
        >
          <Icon aria-hidden="true" className="size-4" />
          <span className="sr-only">Show password</span>
        </button>
      )}
    </div>
  )
}
