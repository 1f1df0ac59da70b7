/** What `jabber-home federation` says, in Dutch. */
import type { federation as en } from "../en/federation.ts";
import { counted } from "./units.ts";

const stanzas = (count: number): string => counted(count, "stanza", "stanza's");

export const federation: typeof en = {
  nobody: "geen andere server is verbonden: streams gaan open als iemand schrijft",
  connected: (count, lost) =>
    `verbonden met ${counted(count, "server", "servers")}${lost > 0 ? `; ${lost} nu niet te bereiken` : ""}`,
  unknown: (count) =>
    count === 1
      ? "1 verbinding heeft nog niet gezegd van wie ze is"
      : `${count} verbindingen hebben nog niet bewezen van wie ze zijn`,
  from: (domain) => `van ${domain}`,
  to: (domain) => `naar ${domain}`,
  secured: (by, age) => `${by}, nu ${age}`,
  plaintext: "onversleuteld",
  proofs: { certificate: "certificaat", dns: "DNS (dialback)", nothing: "niets" },
  separator: "; ",
  they: (proof) => `bewijs van hen: ${proof}`,
  we: (proof) => `van ons: ${proof}`,
  adopted: "over de stream die zij openden",
  bothWays: "gaat twee kanten op",
  received: (count) => `${stanzas(count)} ontvangen`,
  connecting: (age) => `${age} aan het verbinden`,
  waiting: (age) => `${age} niet bereikt`,
  queued: (count) => `${stanzas(count)} te versturen`,
  unconfirmed: (count) => `${stanzas(count)} nog niet bevestigd`,
  oldest: (count, age) => `${count === 1 ? "die" : "de oudste"} wacht nu ${age}`,
  last: (problem) => `laatste poging: ${problem}`,
  more: (command) => `zie: ${command}`,
  excluded: {
    off: "er wordt niets uitgewisseld met andere servers (federation.enabled)",
    only: (domains) => `alleen met ${domains} (federation.allow)`,
    never: (domains) => `nooit met ${domains} (federation.deny)`,
    list: (name, count) =>
      `er wordt niets uitgewisseld met ${counted(count, "domein", "domeinen")} op de lijst ${name} (blocklists.block)`,
    strangers: (name, count) =>
      `mensen van ${counted(count, "domein", "domeinen")} op de lijst ${name} schrijven alleen aan wie hen kent (blocklists.block_strangers)`,
  },
  ours: {
    heading: "deze server, zoals anderen hem zien",
    here: "gevonden",
    elsewhere: (targets) => `DNS leidt naar ${targets}, niet hierheen`,
    absent: "niet in DNS",
    absentService: "niet in DNS: alleen mensen hier bereiken het",
    refused: "zijn DNS-records zeggen dat hij niet meedoet",
    unknown: (reason) => `DNS kon niet worden bevraagd (${reason})`,
    private: "alleen voor deze computer of dit netwerk",
    closed: "dicht: listen.server en listen.server_tls staan op off",
    certified: "certificaat geldig",
    uncertified: (why) => `certificaat ongeldig: ${why}`,
    records: (command) => `De DNS-records om toe te voegen of te wijzigen: ${command}`,
    certificate: (command) => `Een geldig certificaat voor al deze namen: ${command}`,
    open: "Zeg in config.toml waar naar andere servers wordt geluisterd: listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote, local) => `${remote} proberen namens ${local}`,
    ok: "ok",
    failed: "mislukt",
    steps: {
      dns: "DNS",
      tcp: "verbinding",
      tls: "TLS",
      certificate: "certificaat",
      features: "aanbod",
      authentication: "authenticatie",
    },
    reached: (remote) => `${remote} is te bereiken`,
    unreached: (remote) => `${remote} is niet te bereiken`,
    excluded: (remote) => `${remote} is uitgesloten door onze eigen configuratie`,
    isOurs: (remote) => `${remote} is van deze server: er hoeft niemand te worden gevraagd`,
    broken: "de server is halverwege gestopt",
  },
};
