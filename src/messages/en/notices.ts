/** What the server writes to its administrators, in English. */

export const notices = {
  disk: {
    subject: "Disk",
    full: (freeMegabytes: number, reserveMegabytes: number) =>
      `The disk of the server is nearly full: ${freeMegabytes} MB are free, and ${reserveMegabytes} MB are kept free. ` +
      "Until there is room, nothing new is kept: whoever sends a message is told that it was not taken. " +
      "Delete what is not needed on that disk, or give it more room: the server goes on by itself. " +
      "To see who has how much: jabber-home user list",
    over: "There is room on the disk of the server again: everything is taken as before.",
  },
  darkness: {
    subject: "Connection",
    body: (since: string, until: string) =>
      `From ${since} to ${until}, the server had no way to the Internet: apps outside and other servers could not reach it. ` +
      "It is back, and its addresses in DNS are looked at.",
  },
  expiry: {
    subject: "Certificate",
    /** `when` is "in 3 days (2027-02-20)". */
    body: (domains: string, when: string) =>
      `The certificate of ${domains} expires ${when} and could not be renewed yet. ` +
      "After that, apps and other servers refuse to connect. To see why: jabber-home certificate",
    byHand: (domains: string, when: string) =>
      `The certificate of ${domains} expires ${when}, and it is renewed by hand: nobody but you can set its DNS record. ` +
      "After that date, apps and other servers refuse to connect. On the server's machine, run " +
      "jabber-home certificate renew: it shows the record to set. Ways that need no hand: jabber-home setup",
  },
};
