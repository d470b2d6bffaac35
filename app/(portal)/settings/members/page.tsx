import type { Metadata } from 'next'
import { Card, PageHeader } from '@/app/_ui/page-parts'
import { UserText } from '@/app/_ui/user-text'
import { PageTeam } from '@/app/(portal)/page-team'
import { roleHasCapability } from '@/lib/auth/permissions'
import { type CapableViewer, requireCapability, type Viewer } from '@/lib/auth/viewer'
import { requireViewer } from '@/lib/sign-in/viewer'
import { readOpenInvites } from '@/lib/teams/invite'
import { presentInvite, presentMember, type ShownMember } from '@/lib/teams/present'
import { readMembers } from '@/lib/teams/read'
import { readRemovalEffects } from '@/lib/teams/removal-effects'
import { ROLE_DESCRIPTIONS, ROLE_NAMES, ROLES, rolesUpTo } from '@/lib/teams/rules'
import { InviteForm } from './invite-form'
import { LeaveTeam } from './leave-team'
import { MemberEntry } from './member-entry'
import { OpenInvites } from './open-invites'

export const metadata: Metadata = { title: 'Members' }

/** The members of the team, and invites to it. */
export default async function MembersPage() {
  const viewer = await requireViewer()
  const [found, effects] = await Promise.all([readMembers(viewer), readEffects(viewer)])
  const members = found.map((member) => presentMember(member, viewer, effects))
  return (
    <>
      <PageTeam />
      <PageHeader
        title="Members"
        about={
          <>
            People in <UserText>{viewer.team.name}</UserText> and their roles
          </>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_18rem] *:min-w-0">
        <div className="grid gap-6">
          {roleHasCapability(viewer.role, 'people:manage') && <Invites viewer={requireCapability(viewer, 'people:manage')} />}
          <Members members={members} />
          <LeaveTeam team={viewer.team.name} isOwner={viewer.role === 'owner'} others={members.filter(({ isYou }) => !isYou)} />
        </div>
        <RoleGuide />
      </div>
    </>
  )
}

/** What would end with each person; nothing for viewers who may not remove anybody. */
const readEffects = async (viewer: Viewer) =>
  roleHasCapability(viewer.role, 'people:manage') ? readRemovalEffects(requireCapability(viewer, 'people:manage')) : new Map()

async function Invites({ viewer }: { viewer: CapableViewer<'people:manage'> }) {
  const invites = (await readOpenInvites(viewer)).map(presentInvite)
  return (
    <Card title="Invite people">
      <InviteForm roles={rolesUpTo(viewer.role)} open={invites.map(({ email }) => email)} />
      <OpenInvites invites={invites} />
    </Card>
  )
}

function Members({ members }: { members: ShownMember[] }) {
  return (
    <Card title={members.length === 1 ? '1 person' : `${members.length} people`}>
      <ul className="divide-y divide-line">
        {members.map((member) => (
          <MemberEntry key={member.id} member={member} />
        ))}
      </ul>
    </Card>
  )
}

function RoleGuide() {
  return (
    <Card title="Roles">
      <dl className="grid gap-3">
        {ROLES.map((role) => (
          <div key={role}>
            <dt className="font-medium">{role}</dt>
            <dd className="text-soft">
              {ROLE_NAMES[role]} {ROLE_DESCRIPTIONS[role]}.
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
