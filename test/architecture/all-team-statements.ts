/** Functions of db that read rows of any team, with what their statements contain and why they do so. */
export const OF_ALL_TEAMS: Record<string, { contains: RegExp; reason: string }> = {
  findKeyToCheck: {
    contains: /from api_keys k where k\.id = \$1::text$/,
    reason: 'a key is found by its id alone; the team of a request is the team of its key',
  },
  findInvite: {
    contains: /from "invites".* where .*"token_hash" = \$1/s,
    reason: 'an invite is found by its token alone, which tells the team',
  },
  acceptInvite: {
    contains: /update "invites" set .* where "token_hash" = \$\d/s,
    reason: 'an invite is found by its token alone, which tells the team',
  },
  isInvited: {
    contains: /from "invites".* where .*"email" = \$1/s,
    reason: 'a person without a team may sign up when any team has invited them',
  },
  listMemberships: {
    contains: /from memberships join teams .* where memberships\.person_id = \$1/s,
    reason: 'a person chooses among their teams',
  },
  findOpenLogin: {
    contains: /from memberships join teams .* where memberships\.person_id = "people"\."id".* where "logins"\."id" = \$1/s,
    reason: 'a person who is signed in chooses among their teams',
  },
  countActiveSessions: {
    contains: /select count\(\*\) as active from sessions s where \(s\.ended_at is null and s\.expires_at > \(select memanto_now\(\)\)\)$/,
    reason: 'the metrics are those of the server',
  },
}
