import Link from 'next/link'

const BOOTSTRAP = 'npm run -s admin -- bootstrap --email you@example.com --team "Your team" --agent customer-support --json'

export default function StartPage() {
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-6 px-6 py-16">
      <h1 className="text-3xl font-semibold tracking-tight">Memanto</h1>
      <p>
        This server gives a team&rsquo;s AI agents memory that outlives a conversation. An agent stores and retrieves memories only inside a
        session, which ends by itself after six hours; what it stored stays.
      </p>
      <section className="flex flex-col gap-3">
        <h2 className="text-lg font-medium">Make a team and an API key</h2>
        <p>Run this in the project&rsquo;s folder, beside the running server. It prints the key once:</p>
        <pre className="whitespace-pre-wrap break-words rounded-md bg-zinc-100 p-4 text-sm dark:bg-zinc-900">
          <code>{BOOTSTRAP}</code>
        </pre>
      </section>
      <p>
        Then follow the{' '}
        <Link className="underline underline-offset-4" href="/docs">
          API reference
        </Link>
        .
      </p>
    </main>
  )
}
