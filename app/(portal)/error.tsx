'use client'

import { TroubleOnOurSide } from '@/app/_ui/trouble-on-our-side'

/** A page that failed, inside the shell: the way elsewhere stays. */
export default function PortalError(props: { error: Error & { digest?: string }; reset: () => void }) {
  return <TroubleOnOurSide {...props} />
}
