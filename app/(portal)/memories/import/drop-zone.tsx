'use client'

import { clsx } from 'clsx'
import { Upload } from 'lucide-react'
import { type DragEvent, useState } from 'react'

interface DropZoneProps {
  file: File | undefined
  isDisabled: boolean
  onFile: (file: File) => void
}

/** A field for a file, onto which one can also be dropped. */
export function DropZone({ file, isDisabled, onFile }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const [dropped] = event.dataTransfer.files
    if (dropped && !isDisabled) onFile(dropped)
  }
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      className={clsx(
        'grid cursor-pointer justify-items-center gap-2 rounded-lg border border-dashed px-4 py-8 text-center hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isOver ? 'border-accent bg-accent-wash' : 'border-line',
      )}
    >
      <Upload aria-hidden="true" className="size-6 text-soft" />
      <span dir="auto" className="font-medium">
        {file ? file.name : 'Drop a file here, or choose one'}
      </span>
      <span className="text-xs text-soft">
        {file ? sizeOf(file) : 'JSONL, JSON or Markdown, up to 100 MB. Nothing is stored before you have seen a preview.'}
      </span>
      <input
        type="file"
        aria-label="File"
        disabled={isDisabled}
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          if (chosen) onFile(chosen)
          // The same file can be chosen again after it was changed.
          target.value = ''
        }}
        className="sr-only"
      />
    </label>
  )
}

const sizeOf = ({ size }: File) => (size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`)
