/** Whether the world reaches the server, in English. */
export const reachability = {
  /** What a listener is for. */
  uses: {
    http: "certificate",
    https: "pages, files",
    client: "apps",
    client_tls: "apps",
    server: "other servers",
    server_tls: "other servers",
    proxy: "files between apps",
    turn: "calls",
    turns: "calls",
  },
  columns: { port: "Port", use: "For", reached: "Reached", by: "By whom, when" },
  reached: { yes: "yes", no: "no", unknown: "not known" },
  /** Of a listener that nobody has looked at. */
  nobody: "nobody has looked",
  byPhone: (address: string) => `phone (${address})`,
  byApp: (address: string) => `app (${address})`,
  justNow: "just now",
  ago: (duration: string) => `${duration} ago`,
  heading: "As seen from outside:",
  byAndWhen: (who: string, when: string) => `${who}, ${when}`,
  authorityReached: (who: string, port: number, address: string) => `${who} reached port ${port} at ${address}.`,
  onlyIpv6: (who: string) =>
    `${who} takes IPv6 where there is such an address: whether IPv4 gets here is not known by that.`,
  unanswered: (who: string, addresses: string) =>
    `${addresses} did not answer ${who}: the other address did. Whoever comes by that way gets here slowly, or not at all.`,
  proofs: { external: "by its certificate (EXTERNAL)", dialback: "by dialback", certificate: "by its certificate" },
  answered: (who: string, address: string, port: number, proof: string) =>
    `${who} answered over a stream of its own, from ${address} to port ${port}, authenticated ${proof}.`,
  connected: (who: string, address: string, port: number, proof: string) =>
    `${who} has a stream of its own to here, from ${address} to port ${port}, authenticated ${proof}.`,
  ownStream: (who: string) =>
    `${who} answered over a stream that this server has opened: that says nothing of the way here. Ask another server: --server DOMAIN.`,
  silent: (who: string) =>
    `${who} was sent a ping, and no answer came within 30 seconds: it does not get here, or it does not answer anybody.`,
  notReached: (who: string) => `${who} looked for this server, and did not get here.`,
  notSent: (who: string, why: string) => `${who} could not be asked: ${why}. Ask another server: --server DOMAIN.`,
  forward: (port: number) =>
    `Forward TCP port ${port} in your router to this machine, and open it in its firewall; in the router's pages it is called port forwarding, virtual server or NAT.`,
  shared:
    "If the port is forwarded already, your provider may share one IPv4 address among many customers (CGNAT): compare the address that the router's page shows with the one that DNS has for you; ask the provider for an address of your own, or use IPv6.",
  phone: {
    inside: (address: string) =>
      `This phone (${address}) is in the Wi-Fi of this server: switch the Wi-Fi off, so that it uses mobile data, and load the page again.`,
    outside: (address: string, family: string) => `A phone from outside (${address}, ${family}) has opened the page.`,
    unknown: (address: string, family: string) =>
      `A phone (${address}, ${family}) has opened the page. Whether it is outside of this network is not known.`,
    trusted: "It took the certificate.",
    untrusted: "Its browser has warned of the certificate, and was told to go on.",
    socketOpen: "It has opened a WebSocket: chat and apps in the browser work from there.",
    socketFailed:
      "It could not open a WebSocket: something between the phone and this server lets only pages through, or the browser does not take the certificate.",
    scan: "Scan this with a phone whose Wi-Fi is off, or open the link on it:",
    until: (moment: string) => `The link is good until ${moment}, and for this look alone. Ctrl-C ends it.`,
    warns:
      "The certificate here is none that browsers know (self-signed, or of a test service): the phone's browser will warn. Go on all the same, this once.",
    waiting: "Waiting for the phone …",
    ended: {
      seen: "That is all. The phone can close the page.",
      expired: "The link has ended.",
      replaced: "Another link was made; this one has ended.",
    },
  },
  asking: {
    authority: (who: string) => `${who} looks at ports 80 and 443 …`,
    server: (who: string) => `${who} is asked to answer over a stream of its own …`,
  },
  /** Before anybody is asked. */
  plan: "To look from outside, others are asked. They see the address and the domain of this server, which are public:",
  planAuthority: (who: string) => `${who}: a test order, for ports 80 and 443; no certificate is issued`,
  planServer: (who: string) => `${who}: a ping from server to server, for the port of other servers`,
  planServers: (first: string, others: string) =>
    `${first}: a ping from server to server, for the port of other servers (${others} where it does not know)`,
  question: "Ask them?",
  notAsked: "Others are asked about this server",
  notDone: "Nobody was asked.",
  nobodyToAsk: "There is nobody to ask: no port is open for others.",
  offer: (look: string, phone: string) =>
    `Whether the world gets in is seen from outside alone: ${look} asks others, ${phone} a phone of yours.`,
  /** The page that the phone opens. */
  page: {
    title: "This server, seen from here",
    lead: (domain: string, port: number) => `This page has come from port ${port} of ${domain}.`,
    address: (family: string) => `Your address, as the server sees it (${family}):`,
    outside: "You come from outside: this port is reached from there.",
    inside:
      "This phone is in the Wi-Fi of the server. Switch the Wi-Fi off, so that it uses mobile data, and load this page again.",
    unknown: "Whether this phone is outside is not known. To be sure, switch its Wi-Fi off and load this page again.",
    trusted: "The certificate was accepted.",
    untrusted: "The certificate is none that browsers know: yours has warned before this page.",
    trying: "A WebSocket is being opened …",
    open: "A WebSocket was opened: chat and apps in the browser work from here.",
    failed: "No WebSocket could be opened: chat and apps in the browser do not work from here.",
    noScript: "Without JavaScript, this page cannot try a WebSocket.",
    close: "The terminal shows the same. You can close this page.",
    gone: "This link has ended",
    goneLead: "Such a link is good for ten minutes. Have a new one made: jabber-home dns --phone",
  },
};
