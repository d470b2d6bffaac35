import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageHeader } from '@/app/_ui/page-parts'
import type { Search } from '@/app/_url/search'
import { Actions, Overlays, SamplePanel } from './actions-and-overlays'
import { Entry } from './entry'
import { Lists, States } from './lists-and-states'
import { Numbers } from './numbers'
import { Colours, Shapes, Type } from './token-samples'

export const metadata: Metadata = { title: 'Components' }

/** Every component in every state, in both themes, for those who change the portal. It exists in development only. */
export default async function DesignPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (process.env.NODE_ENV !== 'development') notFound()
  const { panel } = await searchParams
  return (
    <main className="grid 2xl:grid-cols-2">
      <Theme name="light">
        <PageHeader
          title="Components"
          about="Every component in every state. The names of colours, sizes and shadows are those of app/tokens.css."
        />
        <Samples />
      </Theme>
      <Theme name="dark">
        <Samples />
      </Theme>
      {panel && <SamplePanel />}
    </main>
  )
}

/** A theme for a part of the page, whatever theme the document has. */
function Theme({ name, children }: { name: 'light' | 'dark'; children: ReactNode }) {
  return (
    <div data-theme={name} className={`${name} grid min-w-0 content-start gap-8 bg-page p-6 text-ink`}>
      {children}
    </div>
  )
}

function Samples() {
  return (
    <>
      <Colours />
      <Type />
      <Shapes />
      <Actions />
      <Overlays />
      <Entry />
      <States />
      <Lists />
      <Numbers />
    </>
  )
}
