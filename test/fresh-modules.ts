import { vi } from 'vitest'

// Test files share processes, because loading packages is a large part of the time that a file takes. Our own modules are evaluated again for each file,
// as in a process of its own: no file sees the connection, the settings or the variables of another one.
vi.resetModules()
