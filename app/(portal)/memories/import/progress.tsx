/** How much of a file has been sent, from 0 to 1. After that the server still works on it. */
export function Progress({ part }: { part: number }) {
  const percent = Math.round(100 * part)
  return (
    <div>
      <progress aria-label="Sent" value={percent} max={100} className="h-2 w-full accent-accent" />
      <p className="text-xs text-soft">{percent < 100 ? `${percent} % sent` : 'Sent. The server is reading the file…'}</p>
    </div>
  )
}
