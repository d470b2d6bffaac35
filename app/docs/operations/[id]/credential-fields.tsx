import type { ComponentProps, CSSProperties } from 'react'
import { Field, Input } from '@/app/_ui/field'
import { credentials } from './call'

/** Hides what is typed. A field for passwords would be stored by browsers and password managers. */
const HIDDEN: CSSProperties & { WebkitTextSecurity: string } = { WebkitTextSecurity: 'disc' }

/** Fields for the credentials that a call takes. They have no name, so that no form can send them. */
export function CredentialFields({ takesKey, takesToken }: { takesKey: boolean; takesToken: boolean }) {
  if (!takesKey && !takesToken) return null
  return (
    <div className="grid gap-3 rounded-md bg-sunken p-3 *:min-w-0">
      {takesToken && (
        <Field id="try-token" label="Session token">
          <SecretInput id="try-token" defaultValue={credentials.token} onChange={(value) => (credentials.token = value)} />
        </Field>
      )}
      {takesKey && (
        <Field id="try-key" label={takesToken ? 'API key, if it is needed' : 'API key'}>
          <SecretInput id="try-key" defaultValue={credentials.key} onChange={(value) => (credentials.key = value)} />
        </Field>
      )}
      <p className="text-xs text-soft">Kept in the memory of this page only: reload it, and it is gone.</p>
    </div>
  )
}

interface SecretInputProps extends Omit<ComponentProps<'input'>, 'onChange'> {
  onChange: (value: string) => void
}

const SecretInput = ({ onChange, ...rest }: SecretInputProps) => (
  <Input
    {...rest}
    dir="ltr"
    style={HIDDEN}
    autoComplete="off"
    autoCapitalize="none"
    spellCheck={false}
    data-1p-ignore
    className="font-mono text-xs"
    onChange={({ target }) => onChange(target.value.trim())}
  />
)
