/** What was done, in English. */

export const audit = {
  nothing: "nothing yet",
  by: (door: string, account: string | null): string =>
    account === null ? "at the command line" : `${account} (${door === "app" ? "in an app" : "on a page"})`,
  entry: (by: string, deed: string): string => `${by}: ${deed}`,
  more: (count: number): string => `and ${count} more`,
  /** `whom`: accounts, rooms or files, separated by commas. */
  acts: {
    "accounts.add": (whom: string): string => `made ${whom}`,
    "accounts.appoint": (whom: string): string => `made ${whom} an administrator`,
    "accounts.introduce": (whom: string): string => `made contacts of each other: ${whom}`,
    "accounts.setPassword": (whom: string): string => `gave ${whom} another password`,
    "accounts.remove": (whom: string): string => `removed ${whom}`,
    "accounts.disable": (whom: string): string => `disabled ${whom}`,
    "accounts.enable": (whom: string): string => `enabled ${whom} again`,
    "accounts.setAdministrators": (whom: string): string => `named as administrators: ${whom}`,
    "sessions.end": (whom: string): string => `signed out ${whom}`,
    "announcements.tell": (whom: string, what: string): string =>
      whom === "" ? `announced: ${what}` : `announced to ${whom} alone: ${what}`,
    "announcements.announce": (_: string, what: string): string => `announced to who was online: ${what}`,
    "announcements.setMotd": (_: string, what: string): string => `set the message of the day: ${what}`,
    "announcements.editMotd": (_: string, what: string): string => `corrected the message of the day: ${what}`,
    "announcements.deleteMotd": (): string => "deleted the message of the day",
    "announcements.setWelcome": (_: string, what: string): string => `set what new accounts are told: ${what}`,
    "announcements.deleteWelcome": (): string => "had new accounts told nothing any more",
    "rooms.create": (whom: string): string => `made the room ${whom}`,
    "rooms.destroy": (whom: string): string => `destroyed the room ${whom}`,
    "rooms.setAffiliation": (whom: string, what: string): string => `affiliation "${what}" in a room: ${whom}`,
    "invitations.create": (whom: string, what: string): string =>
      `made an invitation${whom && ` for ${whom}`}${what && ` (${what})`}`,
    "invitations.reset": (whom: string): string => `made a link for a new password of ${whom}`,
    "invitations.revoke": (whom: string): string => `revoked the invitation ${whom}`,
    "circles.create": (whom: string, what: string): string =>
      whom === "" ? `made the circle "${what}"` : `made the circle "${what}" with ${whom}`,
    "circles.rename": (whom: string, what: string): string => `renamed the circle "${whom}": "${what}"`,
    "circles.remove": (_: string, what: string): string => `removed the circle "${what}"`,
    "circles.add": (whom: string, what: string): string => `put into the circle "${what}": ${whom}`,
    "circles.kick": (whom: string, what: string): string => `took out of the circle "${what}": ${whom}`,
    "files.removeNamed": (whom: string): string => `deleted files of ${whom}`,
    "files.prune": (whom: string): string => (whom === "" ? "deleted files" : `deleted files of ${whom}`),
    "files.remove": (whom: string): string => `deleted the file ${whom}`,
    "moveIn.start": (whom: string, what: string): string => `brought ${what} into ${whom}`,
    "import.start": (_: string, what: string): string => `imported from ${what}`,
    "domain.rename": (_: string, what: string): string => `gave a domain another name: ${what}`,
    "backup.make": (): string => "made a backup",
    "export.all": (): string => "exported everything of all accounts",
    "export.account": (whom: string): string => `exported everything of ${whom}`,
    "certificate.renew": (): string => "had the certificate renewed",
  },
};
