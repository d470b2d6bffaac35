'use client'

import { TroubleOnOurSide } from './_ui/trouble-on-our-side'

export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="px-4">
      <TroubleOnOurSide {...props} />
    </main>
  )
}
