import NextLink from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A link to another page of ours. It is not prefetched: by default Next requests every link that comes into sight, which was up to 20 requests for each page, and
 * of a page that is rendered for each request it gets nothing but the layout that it already has.
 */
export const Link = (props: ComponentProps<typeof NextLink>) => <NextLink prefetch={false} {...props} />
