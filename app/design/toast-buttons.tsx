'use client'

import { Button } from '@/app/_ui/button'
import { showError } from '@/app/_ui/toasts'
import { showUndoToast } from '@/app/_ui/undo-toast'

/** Buttons that show each kind of toast. */
export function ToastButtons() {
  return (
    <>
      <Button size="small" onClick={() => showUndoToast('Role changed.', () => {})}>
        Success with Undo
      </Button>
      <Button size="small" onClick={() => showError('Someone else changed it.')}>
        Error
      </Button>
    </>
  )
}
