'use client'

import type { ComponentProps, ReactNode } from 'react'
import { Field, Input } from './field'

interface ConfirmFieldProps extends Omit<ComponentProps<typeof Input>, 'id' | 'name'> {
  /** What is typed: a name, a number, a word. */
  expected: ReactNode
  /** What `expected` is, at the beginning of a sentence: "The name". */
  subject: string
}

/** The field `confirm`, into which something is typed before a form does what cannot be undone. Other texts are refused by `failConfirmation`. */
export function ConfirmField({ expected, subject, ...input }: ConfirmFieldProps) {
  return (
    <Field id="confirm" label={<>Type {expected} to confirm</>} subject={subject}>
      <Input id="confirm" name="confirm" autoComplete="off" spellCheck={false} {...input} />
    </Field>
  )
}
