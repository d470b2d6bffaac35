/** The id of the pattern over the bars of an unfinished day. */
export const UNFINISHED_PATTERN = 'unfinished-day'

/** What a colour or pattern of the bars looks like, for a legend. */
export function DaySwatch({ fill, isUnfinished = false }: { fill: string; isUnfinished?: boolean }) {
  return (
    <svg aria-hidden="true" className="size-2.5 shrink-0">
      <rect width="100%" height="100%" rx="2" className={fill} />
      {isUnfinished && <rect width="100%" height="100%" rx="2" fill={`url(#${UNFINISHED_PATTERN})`} />}
    </svg>
  )
}
