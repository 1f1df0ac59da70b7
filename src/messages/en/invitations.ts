/** What the verbs of invitations say, in English. */

export const invitations = {
  forAccount: (account: string) => `For whoever is to be ${account}, and will choose the password:`,
  forOne: "For one person, who will choose name and password:",
  forSeveral: (people: number) => `For ${people} people, who will choose their names and passwords:`,
  forPassword: (account: string) => `For ${account}, to choose a new password:`,
  scan: "Or scan this with the phone:",
  inApp: "In an app",
  contact: "Contact",
  circle: "Circle",
  role: "Role",
  administers: "administers the server",
  until: "Good until",
  onlyOnce: "It is shown this once. Whoever has it may use it.",
  noPages: "This server has no pages: an app that knows invitations opens this.",
  revoked: (id: string) => `${id} is not good any more`,
  none: "none is open: jabber-home invite",
  kinds: { account: "account", contact: "contact", password: "new password" },
  anyName: (domain: string) => `somebody@${domain}`,
  uses: (left: number, all: number) => `${left} of ${all} left`,
  by: (account: string) => `by ${account}`,
  listedUntil: (time: string) => `until ${time}`,
};
