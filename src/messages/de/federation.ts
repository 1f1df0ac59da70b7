/** What `jabber-home federation` says, in German. */
import type { federation as en } from "../en/federation.ts";
import { counted, dative } from "./units.ts";

const stanzas = (count: number): string => counted(count, "Stanza", "Stanzas");

export const federation: typeof en = {
  nobody: "kein anderer Server ist verbunden: Streams werden geöffnet, wenn jemand schreibt",
  connected: (count, lost) =>
    `verbunden mit ${counted(count, "Server", "Servern")}${lost > 0 ? `; ${lost} gerade nicht erreichbar` : ""}`,
  unknown: (count) =>
    count === 1
      ? "1 Verbindung hat noch nicht gesagt, von wem sie ist"
      : `${count} Verbindungen haben noch nicht bewiesen, von wem sie sind`,
  from: (domain) => `von ${domain}`,
  to: (domain) => `zu ${domain}`,
  secured: (by, age) => `${by}, seit ${dative(age)}`,
  plaintext: "im Klartext",
  proofs: { certificate: "Zertifikat", dns: "DNS (dialback)", nothing: "nichts" },
  separator: "; ",
  they: (proof) => `deren Nachweis: ${proof}`,
  we: (proof) => `unserer: ${proof}`,
  adopted: "über den Stream, den sie geöffnet haben",
  bothWays: "geht in beide Richtungen",
  received: (count) => `${stanzas(count)} empfangen`,
  connecting: (age) => `verbindet sich seit ${dative(age)}`,
  waiting: (age) => `nicht erreicht seit ${dative(age)}`,
  queued: (count) => `${stanzas(count)} zu senden`,
  unconfirmed: (count) => `${stanzas(count)} noch nicht bestätigt`,
  oldest: (count, age) => `${count === 1 ? "sie" : "die älteste"} wartet seit ${dative(age)}`,
  last: (problem) => `letzter Versuch: ${problem}`,
  more: (command) => `siehe: ${command}`,
  excluded: {
    off: "mit anderen Servern wird nichts ausgetauscht (federation.enabled)",
    only: (domains) => `nur mit ${domains} (federation.allow)`,
    never: (domains) => `nie mit ${domains} (federation.deny)`,
    list: (name, count) =>
      `mit ${counted(count, "Domain", "Domains")} auf der Liste ${name} wird nichts ausgetauscht (blocklists.block)`,
    strangers: (name, count) =>
      `Leute von ${counted(count, "Domain", "Domains")} auf der Liste ${name} schreiben nur denen, die sie kennen (blocklists.block_strangers)`,
  },
  ours: {
    heading: "dieser Server, wie andere ihn sehen",
    here: "gefunden",
    elsewhere: (targets) => `das DNS führt zu ${targets}, nicht hierher`,
    absent: "nicht im DNS",
    absentService: "nicht im DNS: Nur Leute von hier erreichen ihn",
    refused: "seine DNS-Einträge sagen, dass er nicht mitmacht",
    unknown: (reason) => `das DNS konnte nicht gefragt werden (${reason})`,
    private: "nur für diesen Computer oder dieses Netz",
    closed: "geschlossen: listen.server und listen.server_tls sind aus",
    certified: "Zertifikat gültig",
    uncertified: (why) => `Zertifikat nicht gültig: ${why}`,
    records: (command) => `Die DNS-Einträge, die hinzukommen oder sich ändern: ${command}`,
    certificate: (command) => `Ein gültiges Zertifikat für alle diese Namen: ${command}`,
    open: "Sag in config.toml, wo anderen Servern zugehört wird: listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote, local) => `Versuch mit ${remote} im Namen von ${local}`,
    ok: "ok",
    failed: "Fehler",
    steps: {
      dns: "DNS",
      tcp: "Verbindung",
      tls: "TLS",
      certificate: "Zertifikat",
      features: "Angebot",
      authentication: "Ausweisen",
    },
    reached: (remote) => `${remote} ist erreichbar`,
    unreached: (remote) => `${remote} ist nicht erreichbar`,
    excluded: (remote) => `${remote} ist durch unsere eigene Konfiguration ausgeschlossen`,
    isOurs: (remote) => `${remote} ist von diesem Server: Es muss niemand gefragt werden`,
    broken: "der Server hat mittendrin aufgehört",
  },
};
