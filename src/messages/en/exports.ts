/** `export`: everything of a server for another one. */
export const exports = {
  noSuchFormat: (format: string, known: string): readonly [string, string] => [
    `there is no format ${format}`,
    `one of these: ${known}`,
  ],
  done: (path: string): string => `everything is in ${path}`,
  secret: "It can be used to guess passwords: keep it where nobody else reads it, and remove it afterwards.",
  next: {
    xep0227: "Another jabber-home takes it: jabber-home import FILE",
    ejabberd:
      "Give it to the user ejabberd, who reads it while ejabberd runs: ejabberdctl load FILE, then ejabberdctl restart. Rooms: mod_muc with hosts: [rooms.DOMAIN].",
    prosody:
      'Stop Prosody, copy what is in the folder into /var/lib/prosody, give it to the user prosody, start it again. Rooms: Component "rooms.DOMAIN" "muc".',
  },
  left: (count: number): string =>
    count === 1 ? "One thing has no place there:" : `${count} things have no place there:`,
  kinds: {
    password: (account: string): string => `${account}: the password, so give another one there`,
    files: (account: string, count: number): string => `${account}: ${count} uploaded files, which stay here`,
    push: (account: string): string => `${account}: which apps are woken up; they register anew by themselves`,
    other: (account: string, what: string): string => `${account}: <${what}/>`,
  },
};
