import type { Metadata } from 'next'
import { SignInForm } from './signin-form'

export const metadata: Metadata = { title: 'Sign in' }

export default function SignInPage() {
  return (
    <>
      <h1 className="text-xl font-semibold">Sign in</h1>
      <SignInForm />
    </>
  )
}
