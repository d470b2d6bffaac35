import { paths } from '@/lib/paths'

interface OAuthButtonsProps {
  providers: { id: string; name: string }[]
  next: string
}

/** Links to sign in with another provider. They are plain links, because Next would prefetch its own. */
export function OAuthButtons({ providers, next }: OAuthButtonsProps) {
  if (providers.length === 0) return null
  return (
    <div className="grid gap-2 border-line border-t pt-4">
      {providers.map(({ id, name }) => (
        <a
          key={id}
          href={paths.signInWith(id, next)}
          className="inline-flex h-9 items-center justify-center rounded-md border border-line bg-surface px-3 font-medium hover:bg-sunken"
        >
          Sign in with {name}
        </a>
      ))}
    </div>
  )
}
