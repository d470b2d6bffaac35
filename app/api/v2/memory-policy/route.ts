import { endpoint } from '@/lib/http/endpoint'
import { changeMemoryPolicy, readMemoryPolicy } from '@/lib/teams/memory-policy'
import { POLICY_OPERATIONS } from '@/lib/teams/memory-policy-contract'
import { presentChangedMemoryPolicy, presentMemoryPolicy } from '@/lib/teams/present'

export const GET = endpoint(POLICY_OPERATIONS.getMemoryPolicy, readMemoryPolicy, presentMemoryPolicy)
export const PATCH = endpoint(POLICY_OPERATIONS.changeMemoryPolicy, changeMemoryPolicy, presentChangedMemoryPolicy)
