/** The id of the pattern over the bars of a time that is not over, or not whole. */
export const PARTIAL_PATTERN = 'partial-bar'

/** What a colour or pattern of the bars looks like, for a legend. */
export function DaySwatch({ fill, isPartial = false }: { fill: string; isPartial?: boolean }) {
  return (
    <svg aria-hidden="true" className="size-2.5 shrink-0">
      <rect width="100%" height="100%" rx="2" className={fill} />
      {isPartial && <rect width="100%" height="100%" rx="2" fill={`url(#${PARTIAL_PATTERN})`} />}
    </svg>
  )
}
