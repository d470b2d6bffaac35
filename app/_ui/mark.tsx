/** The mark of the product; public/favicon.svg has the same shape. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M8 23.5V10.2l8 8.3 8-8.3v13.3"
        fill="none"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-accent-ink"
      />
      <circle cx="16" cy="8.2" r="2.2" className="fill-accent-ink" />
    </svg>
  )
}
