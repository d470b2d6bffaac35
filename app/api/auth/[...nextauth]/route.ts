import NextAuth from 'next-auth'
import { authOptions } from '@/lib/auth/nextauth'
import type { AppError } from '@/lib/errors'
import { notesOf } from '@/lib/http/notes'
import { problem } from '@/lib/http/problem'

type Context = { params: Promise<{ nextauth: string[] }> }

/** NextAuth answers every refused password alike; too many tries are told as everywhere here. */
async function handler(request: Request, context: Context): Promise<Response> {
  const refused: AppError[] = []
  const response = await NextAuth(authOptions((failure) => refused.push(failure)))(request, context)
  const told = refused.find(({ code }) => code !== 'wrong_password')
  return told === undefined ? response : problem(told, notesOf(request).requestId)
}

export { handler as GET, handler as POST }
