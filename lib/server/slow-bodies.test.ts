import { connect, type Socket } from 'node:net'
import { afterAll, expect } from 'vitest'
import * as remember from '../../app/api/v2/agents/[agentId]/remember/route'
import * as agents from '../../app/api/v2/agents/route'
import * as current from '../../app/api/v2/session/current/route'
import { callOk, startSession } from '../../test/calls'
import { testInOneTeam as test } from '../../test/fixtures'
import { exchange, parseResponse, startTestServer } from '../../test/server/listener'
import { workSlots } from '../limits/slots'
import type { Routes } from './api'

let port: number
let arrived = 0
const sockets: Socket[] = []

/** Counts the requests whose headers have arrived. */
const counted = (handle: unknown): Routes[string] => ({
  POST: (request, context) => {
    arrived++
    return (handle as (...given: unknown[]) => Promise<Response>)(request, context)
  },
})

test.beforeAll(async () => {
  const routes = {
    '/api/v2/agents/[agentId]/remember': counted(remember.POST),
    '/api/v2/agents': counted(agents.POST),
    '/api/v2/session/current': { GET: current.GET },
  } as Routes
  ;({ port } = await startTestServer({ routes }))
})
afterAll(() => {
  for (const socket of sockets) socket.destroy()
})

/** Sends the head of a request and the first byte of its body, and then nothing. */
function begin(path: string, credential: string): { heard: () => string } {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  let heard = ''
  socket.on('data', (data) => {
    heard += data
  })
  socket.on('error', () => {})
  socket.write(`POST /api/v2/agents${path} HTTP/1.1\r\nHost: x\r\n${credential}\r\nContent-Length: 1000\r\n\r\n{`)
  return { heard: () => heard }
}

const ask = async (token: string) =>
  parseResponse(
    await exchange(port, [`GET /api/v2/session/current HTTP/1.1\r\nHost: x\r\nX-Session-Token: ${token}\r\nConnection: close\r\n\r\n`]),
  )

test('bodies that arrive slowly take no slot of their team, not even with a valid token', async ({ key }) => {
  const { agent_id, session_token } = await startSession(key)
  const before = arrived
  for (let begun = 0; begun < 20; begun++) begin(`/${agent_id}/remember`, `X-Session-Token: ${session_token}`)
  await expect.poll(() => arrived).toBe(before + 20)
  expect((await ask(session_token)).status).toBe(200)
  expect(workSlots().usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
})

test('bodies that arrive slowly with a key take no slot either', async ({ key }) => {
  const { session_token } = await startSession(key)
  const before = arrived
  for (let begun = 0; begun < 20; begun++) begin('', `X-Api-Key: ${key}`)
  await expect.poll(() => arrived).toBe(before + 20)
  expect((await ask(session_token)).status).toBe(200)
  expect(workSlots().usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
})

test('a token of an ended session is refused before its body arrives, and its team is served meanwhile', async ({ key }) => {
  const ended = await startSession(key)
  const living = await startSession(key)
  await callOk('POST', `/api/v2/agents/${ended.agent_id}/deactivate`, { token: ended.session_token })
  expect((await ask(ended.session_token)).status).toBe(401)
  const slow = Array.from({ length: 12 }, () => begin(`/${ended.agent_id}/remember`, `X-Session-Token: ${ended.session_token}`))
  expect((await ask(living.session_token)).status).toBe(200)
  for (const { heard } of slow) await expect.poll(heard).toContain('session_ended')
})
