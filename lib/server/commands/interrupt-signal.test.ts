import { expect, onTestFinished, test, vi } from 'vitest'
import { withInterruptSignal } from './interrupt-signal'

test('a command that does not end by a signal is ended by a second one, but not by the same one that npm passes on', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
  onTestFinished(() => void vi.restoreAllMocks())
  await withInterruptSignal(async (signal) => {
    process.emit('SIGINT', 'SIGINT')
    expect(signal.aborted).toBe(true)
    clock.mockReturnValue(500)
    process.emit('SIGINT', 'SIGINT')
    clock.mockReturnValue(501)
    process.emit('SIGHUP', 'SIGHUP')
    expect(exit).not.toHaveBeenCalled()
    process.emit('SIGTERM', 'SIGTERM')
    expect(exit).toHaveBeenCalledWith(143)
  })
})
