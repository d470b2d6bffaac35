'use client'

import { Dialog } from 'radix-ui'
import { useRef, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { SelectedText, useCopy } from '@/app/_ui/copy'
import { readExamples } from '@/app/_ui/example-calls'
import { useKeyLeaveWarning } from '@/app/_ui/leave-warning'
import { Snippets } from '@/app/_ui/snippets'

/** A new key, or one with a new secret. */
export interface RevealedKey {
  name: string
  key: string
  scopes: readonly string[]
  agentName: string | undefined
}

interface RevealProps {
  /** The key that the action returned; it is stored nowhere. */
  revealed: RevealedKey | undefined
  address: string
  agentName: string
}

/** Shows a new key: in a dialog that does not close by accident, or on the page where there is no JavaScript. */
export function Reveal(props: RevealProps) {
  const isInBrowser = useIsInBrowser()
  if (!props.revealed) return null
  return isInBrowser ? (
    <RevealDialog {...props} revealed={props.revealed} key={props.revealed.key} />
  ) : (
    <RevealOnPage {...props} revealed={props.revealed} />
  )
}

type RevealedProps = RevealProps & { revealed: RevealedKey }

function RevealDialog(props: RevealedProps) {
  const [isOpen, setIsOpen] = useState(true)
  const [isCopied, setIsCopied] = useState(false)
  useKeyLeaveWarning(isOpen && !isCopied)
  const keepOpen = (event: Event) => {
    if (!isCopied) event.preventDefault()
  }
  const marker = useRef<HTMLSpanElement>(null)
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <span ref={marker} hidden />
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-backdrop" />
        <Dialog.Content
          onEscapeKeyDown={keepOpen}
          onInteractOutside={keepOpen}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            openerOf(marker.current)?.focus()
          }}
          className="fixed inset-x-3 top-1/2 z-50 mx-auto grid max-h-[90dvh] max-w-2xl -translate-y-1/2 gap-4 overflow-y-auto rounded-xl border border-line bg-raised p-5 shadow-dialog"
        >
          <Dialog.Title className="text-lg font-semibold">Copy the key “{props.revealed.name}” now</Dialog.Title>
          <Dialog.Description className="text-soft">{SHOWN_ONCE}</Dialog.Description>
          <Secret text={props.revealed.key} onCopied={() => setIsCopied(true)} />
          <ExampleCalls {...props} onCopied={() => setIsCopied(true)} />
          <Dialog.Close asChild>
            <Button kind={isCopied ? 'primary' : 'plain'} className="justify-self-end">
              {isCopied ? 'Done' : 'Close anyway'}
            </Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** The element that gets the focus when the dialog closes: the disclosure of the key, or the button of a new one. */
const openerOf = (marker: HTMLElement | null) =>
  marker?.closest('details')?.querySelector('summary') ?? marker?.parentElement?.querySelector<HTMLElement>('summary, button')

function RevealOnPage(props: RevealedProps) {
  return (
    <section role="status" className="mb-6 grid gap-4 rounded-lg border border-accent bg-surface p-4">
      <h2 className="font-semibold">Copy the key “{props.revealed.name}” now</h2>
      <p className="text-soft">{SHOWN_ONCE}</p>
      <code className="rounded-md bg-sunken p-3 font-mono break-all">{props.revealed.key}</code>
      <ExampleCalls {...props} />
    </section>
  )
}

const SHOWN_ONCE = "You won't be able to see this key again. Store it in a secret manager."

function Secret({ text, onCopied }: { text: string; onCopied: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  const { outcome, copy } = useCopy(button)
  const copyKey = async () => {
    if (await copy(text)) onCopied()
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <code onCopy={onCopied} className="min-w-0 flex-1 basis-64 rounded-md bg-sunken p-3 font-mono break-all select-all">
        {text}
      </code>
      <Button ref={button} kind="primary" onClick={copyKey}>
        Copy key
      </Button>
      <p aria-live="polite" className="basis-full text-soft empty:hidden">
        {outcome === 'copied' && 'Copied.'}
      </p>
      {outcome === 'refused' && <SelectedText text={text} onCopy={onCopied} />}
    </div>
  )
}

function ExampleCalls({ revealed, address, agentName, onCopied }: RevealedProps & { onCopied?: () => void }) {
  const examples = readExamples({ address, apiKey: revealed.key, agentName: revealed.agentName ?? agentName }, revealed.scopes)
  if (examples === undefined) return null
  return (
    <div className="grid min-w-0 gap-2">
      <h3 className="font-medium">Try it: this call only reads</h3>
      <Snippets examples={examples} onCopied={onCopied} />
    </div>
  )
}
