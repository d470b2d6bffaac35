'use client'

import dynamic from 'next/dynamic'
import { type FocusEvent, useId, useRef, useState } from 'react'
import { Input } from '@/app/_ui/field'

const AgentOptions = dynamic(() => import('./agent-options').then((module) => module.AgentOptions), { ssr: false })

interface AgentFieldProps {
  name?: string
  label?: string
  placeholder?: string
  value: string | undefined
}

/** The filter by agent: a field that offers the agents whose names contain what is typed. Their list is loaded when the field gets the focus. */
export function AgentField({ name = 'agent_id', label = 'Agent', placeholder = 'Any', value }: AgentFieldProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState<string>()
  const close = () => setText(undefined)
  const open = () => setText(field.current?.value ?? '')
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => currentTarget.contains(relatedTarget) || close()
  const choose = (agentName: string) => {
    if (field.current === null) return
    field.current.value = agentName
    close()
    field.current.form?.requestSubmit()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus left the field and its options
    <div className="relative grid gap-1" onBlur={onBlur}>
      <label htmlFor={id} className="text-xs text-soft">
        {label}
      </label>
      <Input
        ref={field}
        id={id}
        name={name}
        defaultValue={value}
        maxLength={64}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={text !== undefined}
        aria-controls={`${id}-options`}
        onFocus={open}
        onInput={open}
        className="sm:w-40"
      />
      {text !== undefined && <AgentOptions id={`${id}-options`} field={field} text={text} onChoose={choose} onClose={close} />}
    </div>
  )
}
