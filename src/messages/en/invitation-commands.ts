/** The commands by which people invite others from their app, in English. */

export const invitationCommands = {
  invite: "Invite user",
  createAccount: "Create account",
  instructions: "You get a link for somebody who makes the account with it, and chooses the password.",
  username: "Username (empty: whoever is invited chooses it)",
  rosterSubscription: "The two of you are contacts from the beginning",
  taken: "This name is taken, or an open invitation keeps it.",
  tooMany: "You have too many open invitations: revoke some, or wait until they end.",
};
