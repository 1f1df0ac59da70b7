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
  findings: {
    subject: "Server",
    /** Each a sentence, and below it what helps. */
    wrong: (list: string) =>
      `Something is wrong with the server:\n\n${list}\n\nMore, and what can be mended by itself, on its machine: jabber-home doctor`,
    mended: (list: string) => `This is mended:\n\n${list}`,
  },
  darkness: {
    subject: "Connection",
    offline: (since: string, until: string) =>
      `From ${since} to ${until}, the server had no way to the Internet: apps outside and other servers could not reach it. ` +
      "It is back. Was the router off, or the line down? Messages from other servers arrive as these try again.",
    off: (since: string, until: string) =>
      `From ${since} to ${until}, the server did not run: the computer was off (a power cut?), or the server was ended by force. ` +
      "Nobody could reach it. It is back. Messages from other servers arrive as these try again.",
    both: (since: string, until: string, offSince: string, offUntil: string) =>
      `From ${since} to ${until}, nobody outside could reach the server: it had no way to the Internet, and from ${offSince} to ${offUntil} ` +
      "it did not run, because the computer was off (a power cut?) or the server was ended by force. " +
      "It is back. Messages from other servers arrive as these try again.",
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
