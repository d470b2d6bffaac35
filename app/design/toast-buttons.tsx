'use client'

import { toast } from 'sonner'
import { Button } from '@/app/_ui/button'

/** Buttons that show each kind of toast. */
export function ToastButtons() {
  return (
    <>
      <Button size="small" onClick={() => toast.success('Role changed.', { action: { label: 'Undo', onClick: () => {} } })}>
        Success with Undo
      </Button>
      <Button size="small" onClick={() => toast.error('Someone else changed it.')}>
        Error
      </Button>
    </>
  )
}
