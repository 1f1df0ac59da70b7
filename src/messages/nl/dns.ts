/** DNS records, in the wizard and in `jabber-home dns`, in Dutch. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `vragen aan de naamservers van ${domain}`,
  slow: "De naamservers antwoorden traag; Ctrl-C stopt, en er gaat niets verloren.",
  heading: (domain) => `1 van 5   DNS van ${domain}`,
  right: "goed",
  rightAt: (port) => `goed (poort ${port})`,
  shared: "Voor netwerken die alleen HTTPS doorlaten; wordt het laatst geprobeerd.",
  isNew: "(nieuw)",
  add: (data) => `toevoegen  ${data}`,
  recommended: (data) => `aanbevolen  ${data}`,
  change: (from, to) => `wijzigen  ${from} → ${to}`,
  remove: (data) => `verwijderen  ${data}`,
  unanswered: {
    timeout: "onbekend: de naamservers antwoorden niet",
    refused: "onbekend: de naamservers weigeren (REFUSED)",
    "server-failure": "onbekend: de naamservers hebben een storing (SERVFAIL)",
    unreachable: "onbekend: geen enkele naamserver is te bereiken",
    failed: "onbekend: DNS kon niet worden bevraagd",
  },
  unansweredHelp: {
    timeout:
      "Naamservers die niet antwoorden, zijn overbelast of weg: kijk later nog eens, of vraag het aan wie ze beheert.",
    refused: "Ze kennen dit domein niet: kijk of de juiste naamservers zijn ingevuld waar je het domein hebt gekocht.",
    "server-failure":
      "Meestal ligt het aan een kapotte DNSSEC-handtekening, of aan een zone met een fout: vraag het aan wie ze beheert.",
    unreachable: "Kijk of de DNS van deze machine werkt (/etc/resolv.conf), of noem een resolver: dns.resolvers.",
    failed: "Kijk of de DNS van deze machine werkt (/etc/resolv.conf).",
  },
  noNetwork: "Deze machine is niet met een netwerk verbonden: kijk naar de kabel of de wifi, en kijk dan opnieuw.",
  why: {
    elsewhere: (_value, ours) => `Dat is niet deze machine${ours === "" ? "" : `, die is ${ours}`}.`,
    alias: (value) => `${value} is een alias (CNAME): een SRV-record mag daar niet naar leiden (RFC 2782).`,
    "alias-instead": (value) =>
      `Het is een alias (CNAME) van ${value}, en SRV-records mogen daar niet naar leiden (RFC 2782): het adres zelf moet er staan.`,
    "no-address": (value) => `${value} heeft geen adres.`,
    unanswered: (value) => `Of ${value} hierheen leidt, is onbekend: de naamservers ervan antwoorden niet.`,
    port: (value) => `Deze server luistert op een andere poort dan ${value}.`,
    refused: () => "De punt zegt dat deze dienst niet bestaat.",
    "domain-twice": (value) =>
      `${value} heeft het domein dubbel: je provider voegt het toe aan wat niet op een punt eindigt.`,
    "not-whole": (value) => `${value} is geen volledige naam: het domein ontbreekt.`,
  },
  misplaced: (found, only) =>
    `${found} staat er: je provider voegt zelf het domein toe. Vul alleen ${only} in, en verwijder het andere.`,
  stray: {
    elsewhere: () => "Het leidt naar een andere machine.",
    off: () => "Het biedt iets aan wat hier uitstaat.",
    "left-over": () => "Het lijkt nog van een andere server te zijn.",
  },
  unneeded: (domain) => `${domain} heeft geen records nodig: het geldt alleen hier`,
  wrong: "fout",
  complete: "Alles staat er. Er valt niets toe te voegen.",
  enough: "Wat nodig is, staat er. Dit wordt nog aanbevolen:",
  addThese: "Voeg deze toe waar je het domein hebt gekocht (één regel per record):",
  changeThese: "Verander wat er staat hierin:",
  removeThese: "Verwijder deze:",
  connections: "Verbindingen van hier naar waar ze heen leiden:",
  connection: {
    open: "antwoordt",
    refused: "weigert: de server draait niet, of de router stuurt de poort niet door",
    silent: "antwoordt niet van hieruit; veel routers laten van binnenuit niemand toe",
    "no-route": "is van hieruit niet te bereiken: deze machine heeft zulke adressen niet",
  },
  web: {
    at: (origin) => `pagina's en bestanden: ${origin}`,
    elsewhere: ", wat naar een andere machine leidt.",
    nowhere: ", wat geen adres heeft.",
    unknown: "; of dat hierheen leidt, is onbekend: de naamservers ervan antwoorden niet.",
    hostMeta: (domain) =>
      `https://${domain} is een andere webserver. Apps in de browser vinden die van jou als daar twee bestanden in /.well-known/ staan: host-meta, dat jabber-home dns --host-meta xml toont, en host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup geeft ze de naam van deze machine (web.address).",
  },
  isAt: (zone, provider) => `${zone} staat bij ${provider}:`,
  meaning: [
    "Met _xmpp-client en _xmpps-client vinden je apps deze machine.",
    "Met _xmpp-server en _xmpps-server bezorgen andere servers berichten bij jou.",
    "rooms is waar de groepsgesprekken van je server zijn.",
  ],
  formHeading: (zone) => `De velden van een formulier, voor ${zone} (@ is het domein zelf):`,
  providerForm: (zone, provider) => `De velden van het formulier van ${provider}, voor ${zone}:`,
  or: (spelling) => `of ${spelling}`,
  inParts: (parts) => `of, in delen: ${parts}`,
  saved: (path) => `Opgeslagen als ${path}`,
  watching: "Elke 5 seconden wordt er gekeken: wat goed is, wordt vanzelf afgevinkt.",
  actions: { f: "veld voor veld", z: "als zonebestand", t: "schrijf ze voor me", enter: "verder" },
  formActions: { f: "als lijst", z: "als zonebestand", t: "schrijf ze voor me", enter: "verder" },
};
