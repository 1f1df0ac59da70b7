/** Whether the world reaches the server, in Dutch. */
import type { reachability as en } from "../en/reachability.ts";

export const reachability: typeof en = {
  uses: {
    http: "certificaat",
    https: "pagina's, bestanden",
    client: "apps",
    client_tls: "apps",
    server: "andere servers",
    server_tls: "andere servers",
    proxy: "bestanden tussen apps",
    turn: "bellen",
    turns: "bellen",
  },
  columns: { port: "Poort", use: "Voor", reached: "Bereikt", by: "Door wie, wanneer" },
  reached: { yes: "ja", no: "nee", unknown: "onbekend" },
  nobody: "niemand heeft gekeken",
  byPhone: (address) => `telefoon (${address})`,
  byApp: (address) => `app (${address})`,
  justNow: "net",
  ago: (duration) => `${duration} geleden`,
  heading: "Van buiten gezien:",
  byAndWhen: (who, when) => `${who}, ${when}`,
  authorityReached: (who, port, address) => `${who} bereikte poort ${port} op ${address}.`,
  onlyIpv6: (who) => `${who} neemt IPv6 waar er zo'n adres is: of IPv4 hier aankomt, blijkt daar niet uit.`,
  unanswered: (who, addresses) =>
    `${addresses} heeft ${who} niet geantwoord, het andere adres wel. Wie via die weg komt, komt hier langzaam of helemaal niet.`,
  proofs: {
    external: "met zijn certificaat (EXTERNAL)",
    dialback: "met dialback",
    certificate: "met zijn certificaat",
  },
  answered: (who, address, port, proof) =>
    `${who} antwoordde over een eigen stream, van ${address} naar poort ${port}, geauthenticeerd ${proof}.`,
  connected: (who, address, port, proof) =>
    `${who} heeft een eigen stream hierheen, van ${address} naar poort ${port}, geauthenticeerd ${proof}.`,
  ownStream: (who) =>
    `${who} antwoordde over een stream die deze server heeft geopend: dat zegt niets over de weg hierheen. Vraag een andere server: --server DOMEIN.`,
  silent: (who) =>
    `${who} kreeg een ping, en binnen 30 seconden kwam er geen antwoord: hij komt hier niet, of hij antwoordt niemand.`,
  notReached: (who) => `${who} heeft deze server gezocht, en kwam hier niet.`,
  notSent: (who, why) => `${who} kon niet worden gevraagd: ${why}. Vraag een andere server: --server DOMEIN.`,
  forward: (port) =>
    `Stuur in je router TCP-poort ${port} door naar deze machine, en zet die open in de firewall ervan; op de pagina's van de router heet dat port forwarding, poorten doorsturen, virtual server of NAT.`,
  shared:
    "Wordt de poort al doorgestuurd, dan verdeelt je provider misschien één IPv4-adres over veel klanten (CGNAT): vergelijk het adres op de pagina van de router met dat wat DNS voor jou heeft; vraag de provider om een eigen adres, of gebruik IPv6.",
  phone: {
    inside: (address) =>
      `Deze telefoon (${address}) zit op de wifi van deze server: zet de wifi uit, zodat hij mobiele data gebruikt, en laad de pagina opnieuw.`,
    outside: (address, family) => `Een telefoon van buiten (${address}, ${family}) heeft de pagina geopend.`,
    unknown: (address, family) =>
      `Een telefoon (${address}, ${family}) heeft de pagina geopend. Of hij buiten dit netwerk is, is onbekend.`,
    trusted: "Hij heeft het certificaat geaccepteerd.",
    untrusted: "Zijn browser waarschuwde voor het certificaat, en kreeg te horen door te gaan.",
    socketOpen: "Hij heeft een WebSocket geopend: chat en apps in de browser werken van daar.",
    socketFailed:
      "Hij kon geen WebSocket openen: iets tussen de telefoon en deze server laat alleen pagina's door, of de browser accepteert het certificaat niet.",
    scan: "Scan dit met een telefoon met de wifi uit, of open daarop de link:",
    until: (moment) => `De link is geldig tot ${moment}, en alleen voor deze keer. Ctrl-C beëindigt hem.`,
    warns:
      "Het certificaat hier kennen browsers niet (zelf ondertekend, of van een testdienst): de browser van de telefoon zal waarschuwen. Ga toch door, deze ene keer.",
    waiting: "Wachten op de telefoon …",
    ended: {
      seen: "Dat is alles. De telefoon kan de pagina sluiten.",
      expired: "De link is verlopen.",
      replaced: "Er is een andere link gemaakt; deze geldt niet meer.",
    },
  },
  asking: {
    authority: (who) => `${who} kijkt naar poort 80 en 443 …`,
    server: (who) => `${who} wordt gevraagd over een eigen stream te antwoorden …`,
  },
  plan: "Om van buiten te kijken, worden anderen gevraagd. Ze zien het adres en het domein van deze server, die openbaar zijn:",
  planAuthority: (who) => `${who}: een proefaanvraag, voor poort 80 en 443; er wordt geen certificaat uitgegeven`,
  planServer: (who) => `${who}: een ping van server naar server, voor de poort van andere servers`,
  planServers: (first, others) =>
    `${first}: een ping van server naar server, voor de poort van andere servers (${others} als die het niet weet)`,
  question: "Hen vragen?",
  notAsked: "Er wordt anderen naar deze server gevraagd",
  notDone: "Er is niemand gevraagd.",
  nobodyToAsk: "Er is niemand te vragen: geen enkele poort staat open voor anderen.",
  offer: (look, phone) =>
    `Of de server te bereiken is, is alleen van buiten te zien: ${look} vraagt anderen, ${phone} een telefoon van jou.`,
  page: {
    title: "Deze server, van hier gezien",
    lead: (domain, port) => `Deze pagina kwam van poort ${port} van ${domain}.`,
    address: (family) => `Je adres, zoals de server het ziet (${family}):`,
    outside: "Je komt van buiten: deze poort is van daar te bereiken.",
    inside:
      "Deze telefoon zit op de wifi van de server. Zet de wifi uit, zodat hij mobiele data gebruikt, en laad deze pagina opnieuw.",
    unknown: "Of deze telefoon buiten is, is onbekend. Zet om zeker te zijn de wifi uit en laad deze pagina opnieuw.",
    trusted: "Het certificaat is geaccepteerd.",
    untrusted: "Het certificaat kennen browsers niet: die van jou waarschuwde voor deze pagina.",
    trying: "Er wordt een WebSocket geopend …",
    open: "Er is een WebSocket geopend: chat en apps in de browser werken van hier.",
    failed: "Er kon geen WebSocket worden geopend: chat en apps in de browser werken niet van hier.",
    noScript: "Zonder JavaScript kan deze pagina geen WebSocket proberen.",
    close: "De terminal toont hetzelfde. Je kunt deze pagina sluiten.",
    gone: "Deze link is verlopen",
    goneLead: "Zo'n link is tien minuten geldig. Laat een nieuwe maken: jabber-home dns --phone",
  },
};
