/** Whether the world reaches the server, in German. */
import type { reachability as en } from "../en/reachability.ts";
import { dative } from "./units.ts";

export const reachability: typeof en = {
  uses: {
    http: "Zertifikat",
    https: "Seiten, Dateien",
    client: "Apps",
    client_tls: "Apps",
    server: "andere Server",
    server_tls: "andere Server",
    proxy: "Dateien zwischen Apps",
    turn: "Anrufe",
    turns: "Anrufe",
  },
  columns: { port: "Port", use: "Für", reached: "Erreicht", by: "Von wem, wann" },
  reached: { yes: "ja", no: "nein", unknown: "unbekannt" },
  nobody: "niemand hat nachgesehen",
  byPhone: (address) => `Telefon (${address})`,
  byApp: (address) => `App (${address})`,
  justNow: "gerade eben",
  ago: (duration) => `vor ${dative(duration)}`,
  heading: "Von außen gesehen:",
  byAndWhen: (who, when) => `${who}, ${when}`,
  authorityReached: (who, port, address) => `${who} hat Port ${port} unter ${address} erreicht.`,
  onlyIpv6: (who) => `${who} nimmt IPv6, wo es so eine Adresse gibt: Ob IPv4 hierher kommt, weiß man damit nicht.`,
  unanswered: (who, addresses) =>
    `${addresses} hat ${who} nicht geantwortet, die andere Adresse schon. Wer auf diesem Weg kommt, kommt langsam oder gar nicht hierher.`,
  proofs: {
    external: "durch sein Zertifikat (EXTERNAL)",
    dialback: "durch dialback",
    certificate: "durch sein Zertifikat",
  },
  answered: (who, address, port, proof) =>
    `${who} hat über einen eigenen Stream geantwortet, von ${address} an Port ${port}, ausgewiesen ${proof}.`,
  connected: (who, address, port, proof) =>
    `${who} hat einen eigenen Stream hierher, von ${address} an Port ${port}, ausgewiesen ${proof}.`,
  ownStream: (who) =>
    `${who} hat über einen Stream geantwortet, den dieser Server geöffnet hat: Das sagt nichts über den Weg hierher. Frag einen anderen Server: --server DOMAIN.`,
  silent: (who) =>
    `${who} wurde ein Ping geschickt, und innerhalb von 30 Sekunden kam keine Antwort: Er kommt nicht hierher, oder er antwortet niemandem.`,
  notReached: (who) => `${who} hat diesen Server gesucht und kam nicht hierher.`,
  notSent: (who, why) => `${who} konnte nicht gefragt werden: ${why}. Frag einen anderen Server: --server DOMAIN.`,
  forward: (port) =>
    `Leite TCP-Port ${port} in deinem Router an diesen Rechner weiter, und öffne ihn in dessen Firewall; auf den Seiten des Routers heißt das Portfreigabe, Portweiterleitung oder NAT.`,
  shared:
    "Wird der Port schon weitergeleitet, teilt dein Anbieter vielleicht eine IPv4-Adresse unter vielen Kunden auf (CGNAT): Vergleiche die Adresse auf der Seite des Routers mit der, die das DNS für dich hat; bitte den Anbieter um eine eigene, oder nimm IPv6.",
  phone: {
    inside: (address) =>
      `Dieses Telefon (${address}) ist im WLAN dieses Servers: Schalte das WLAN aus, damit es mobile Daten nimmt, und lade die Seite neu.`,
    outside: (address, family) => `Ein Telefon von außen (${address}, ${family}) hat die Seite geöffnet.`,
    unknown: (address, family) =>
      `Ein Telefon (${address}, ${family}) hat die Seite geöffnet. Ob es außerhalb dieses Netzes ist, ist nicht bekannt.`,
    trusted: "Es hat das Zertifikat akzeptiert.",
    untrusted: "Sein Browser hat vor dem Zertifikat gewarnt und durfte trotzdem weiter.",
    socketOpen: "Es hat einen WebSocket geöffnet: Chat und Apps im Browser funktionieren von dort.",
    socketFailed:
      "Es konnte keinen WebSocket öffnen: Etwas zwischen Telefon und Server lässt nur Seiten durch, oder der Browser akzeptiert das Zertifikat nicht.",
    scan: "Lies das mit einem Telefon ein, dessen WLAN aus ist, oder öffne dort den Link:",
    until: (moment) => `Der Link gilt bis zum ${moment}, und nur für dieses Nachsehen. Strg-C beendet es.`,
    warns:
      "Das Zertifikat hier ist keines, das Browser kennen (selbst ausgestellt, oder von einem Testdienst): Der Browser des Telefons wird warnen. Mach dieses eine Mal trotzdem weiter.",
    waiting: "Warten auf das Telefon …",
    ended: {
      seen: "Das ist alles. Das Telefon kann die Seite schließen.",
      expired: "Der Link ist abgelaufen.",
      replaced: "Ein anderer Link wurde erstellt; dieser gilt nicht mehr.",
    },
  },
  asking: {
    authority: (who) => `${who} sieht nach Port 80 und 443 …`,
    server: (who) => `${who} wird gebeten, über einen eigenen Stream zu antworten …`,
  },
  plan: "Um von außen nachzusehen, werden andere gefragt. Sie sehen Adresse und Domain dieses Servers, und die sind öffentlich:",
  planAuthority: (who) => `${who}: eine Testbestellung, für Port 80 und 443; es wird kein Zertifikat ausgestellt`,
  planServer: (who) => `${who}: ein Ping von Server zu Server, für den Port anderer Server`,
  planServers: (first, others) =>
    `${first}: ein Ping von Server zu Server, für den Port anderer Server (${others}, wenn er es nicht weiß)`,
  question: "Sie fragen?",
  notAsked: "Andere werden nach diesem Server gefragt",
  notDone: "Niemand wurde gefragt.",
  nobodyToAsk: "Es gibt nichts zu fragen: Für andere ist kein Port offen.",
  offer: (look, phone) =>
    `Ob der Server von außen zu erreichen ist, sieht man nur dort: ${look} fragt andere, ${phone} ein Telefon von dir.`,
  page: {
    title: "Dieser Server, von hier gesehen",
    lead: (domain, port) => `Diese Seite kam von Port ${port} von ${domain}.`,
    address: (family) => `Deine Adresse, wie der Server sie sieht (${family}):`,
    outside: "Du kommst von außen: Dieser Port wird von dort erreicht.",
    inside:
      "Dieses Telefon ist im WLAN des Servers. Schalte das WLAN aus, damit es mobile Daten nimmt, und lade diese Seite neu.",
    unknown:
      "Ob dieses Telefon außerhalb ist, ist nicht bekannt. Um sicherzugehen, schalte sein WLAN aus und lade diese Seite neu.",
    trusted: "Das Zertifikat wurde akzeptiert.",
    untrusted: "Das Zertifikat ist keines, das Browser kennen: Deiner hat vor dieser Seite gewarnt.",
    trying: "Ein WebSocket wird geöffnet …",
    open: "Ein WebSocket wurde geöffnet: Chat und Apps im Browser funktionieren von hier.",
    failed: "Es ließ sich kein WebSocket öffnen: Chat und Apps im Browser funktionieren von hier nicht.",
    noScript: "Ohne JavaScript kann diese Seite keinen WebSocket ausprobieren.",
    close: "Das Terminal zeigt dasselbe. Du kannst diese Seite schließen.",
    gone: "Dieser Link ist abgelaufen",
    goneLead: "So ein Link gilt zehn Minuten. Lass einen neuen erstellen: jabber-home dns --phone",
  },
};
