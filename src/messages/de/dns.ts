/** DNS records, in the wizard and in `jabber-home dns`, in German. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `Anfrage bei den Nameservern von ${domain}`,
  slow: "Die Nameserver lassen sich Zeit; Strg-C bricht ab, und nichts geht verloren.",
  heading: (domain) => `1 von 5   DNS von ${domain}`,
  right: "richtig",
  rightAt: (port) => `richtig (Port ${port})`,
  shared: "Für Netze, die nur HTTPS durchlassen; wird zuletzt probiert.",
  isNew: "(neu)",
  add: (data) => `hinzufügen  ${data}`,
  recommended: (data) => `empfohlen  ${data}`,
  change: (from, to) => `ändern  ${from} → ${to}`,
  remove: (data) => `löschen  ${data}`,
  unanswered: {
    timeout: "nicht bekannt: Die Nameserver antworten nicht",
    refused: "nicht bekannt: Die Nameserver lehnen ab (REFUSED)",
    "server-failure": "nicht bekannt: Die Nameserver haben einen Fehler (SERVFAIL)",
    unreachable: "nicht bekannt: Kein Nameserver ist erreichbar",
    failed: "nicht bekannt: Das DNS konnte nicht gefragt werden",
  },
  unansweredHelp: {
    timeout:
      "Nameserver, die nicht antworten, sind überlastet oder verschwunden: Sieh später noch einmal nach, oder frag ihren Betreiber.",
    refused:
      "Sie sind für diese Domain nicht zuständig: Sieh nach, ob dort, wo du sie gekauft hast, die richtigen Nameserver eingetragen sind.",
    "server-failure": "Meist ist eine DNSSEC-Signatur kaputt oder ein Fehler in der Zone: Frag den Betreiber.",
    unreachable:
      "Sieh nach, ob das DNS dieses Rechners funktioniert (/etc/resolv.conf), oder nenne einen Resolver: dns.resolvers.",
    failed: "Sieh nach, ob das DNS dieses Rechners funktioniert (/etc/resolv.conf).",
  },
  noNetwork:
    "Dieser Rechner ist mit keinem Netz verbunden: Prüfe sein Kabel oder sein WLAN, und sieh dann noch einmal nach.",
  why: {
    elsewhere: (_value, ours) => `Das ist nicht dieser Rechner${ours === "" ? "" : `; der ist ${ours}`}.`,
    alias: (value) => `${value} ist ein Alias (CNAME): Ein SRV-Eintrag darf nicht zu einem führen (RFC 2782).`,
    "alias-instead": (value) =>
      `Es ist ein Alias (CNAME) von ${value}, und SRV-Einträge dürfen nicht zu einem führen (RFC 2782): Es braucht die Adresse selbst.`,
    "no-address": (value) => `${value} hat keine Adresse.`,
    unanswered: (value) => `Ob ${value} hierher führt, ist nicht bekannt: Seine Nameserver antworten nicht.`,
    port: (value) => `Dieser Server lauscht an einem anderen Port als ${value}.`,
    refused: () => "Der Punkt sagt, dass es diesen Dienst nicht gibt.",
    "domain-twice": (value) =>
      `${value} enthält die Domain doppelt: Dein Anbieter hängt sie an alles an, was nicht mit einem Punkt endet.`,
    "not-whole": (value) => `${value} ist kein ganzer Name: Seine Domain fehlt.`,
  },
  misplaced: (found, only) =>
    `${found} ist da: Dein Anbieter hängt die Domain selbst an. Gib nur ${only} ein, und lösche den anderen.`,
  stray: {
    elsewhere: () => "Er führt zu einem anderen Rechner.",
    off: () => "Er bietet an, was hier ausgeschaltet ist.",
    "left-over": () => "Er scheint von einem anderen Server übrig zu sein.",
  },
  unneeded: (domain) => `${domain} braucht keine Einträge: Es ist nur für hier`,
  wrong: "falsch",
  complete: "Alles ist da. Es gibt nichts hinzuzufügen.",
  enough: "Was nötig ist, ist da. Außerdem ist empfohlen:",
  addThese: "Füge das dort hinzu, wo du die Domain gekauft hast (je Eintrag eine Zeile, fertig zum Einfügen):",
  changeThese: "Ändere, was da ist, in diese Einträge:",
  removeThese: "Lösche diese:",
  connections: "Verbindungen von hier dorthin, wohin sie führen:",
  connection: {
    open: "antwortet",
    refused: "lehnt ab: Der Server läuft nicht, oder der Router leitet den Port nicht weiter",
    silent: "antwortet von hier aus nicht; viele Router lassen niemanden von innen herein",
    "no-route": "ist von hier aus nicht erreichbar: Dieser Rechner hat keine solchen Adressen",
  },
  web: {
    at: (origin) => `Seiten und Dateien: ${origin}`,
    elsewhere: "; das führt zu einem anderen Rechner.",
    nowhere: "; das hat keine Adresse.",
    unknown: "; ob das hierher führt, ist nicht bekannt: Seine Nameserver antworten nicht.",
    hostMeta: (domain) =>
      `https://${domain} ist ein anderer Webserver. Apps im Browser finden deinen, wenn dort in /.well-known/ zwei Dateien liegen: host-meta, ausgegeben von jabber-home dns --host-meta xml, und host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup gibt ihnen den Namen dieses Rechners (web.address).",
  },
  isAt: (zone, provider) => `${zone} ist bei ${provider}:`,
  meaning: [
    "_xmpp-client und _xmpps-client lassen deine Apps diesen Rechner finden.",
    "_xmpp-server und _xmpps-server lassen andere Server dir zustellen.",
    "rooms ist, wo die Gruppenchats deines Servers sind.",
  ],
  formHeading: (zone) => `Die Felder eines Formulars, für ${zone} (@ ist die Domain selbst):`,
  providerForm: (zone, provider) => `Die Felder des Formulars bei ${provider}, für ${zone}:`,
  or: (spelling) => `oder ${spelling}`,
  inParts: (parts) => `oder in Teilen: ${parts}`,
  saved: (path) => `Gespeichert als ${path}`,
  watching: "Alle 5 Sekunden wird nachgesehen; was richtig ist, hakt sich selbst ab.",
  actions: { f: "als Formular", z: "als Zonendatei", t: "für mich schreiben", enter: "weiter" },
  formActions: { f: "als Liste", z: "als Zonendatei", t: "für mich schreiben", enter: "weiter" },
};
