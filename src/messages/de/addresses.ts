/** What an IP address is that nobody on the Internet could reach, and what helps, in German. */
import type { addresses as en } from "../en/addresses.ts";

const ROUTER = "Die Statusseite deines Routers zeigt seine öffentliche Adresse; die ist gemeint.";
const MACHINE = "Schreib die öffentliche Adresse dieses Rechners oder seines Routers.";

export const addresses: typeof en = {
  private: (address) => [
    `${address} ist eine Adresse innerhalb eines Netzes wie deinem: Sonst erreicht sie niemand.`,
    ROUTER,
  ],
  shared: (address) => [
    `${address} gehört deinem Anbieter: Er teilt eine öffentliche Adresse unter vielen Kunden auf (CGNAT), sodass kein Port zu dir führen kann.`,
    "Bitte den Anbieter um eine eigene öffentliche IPv4-Adresse (oft kostenlos), oder mach allein mit IPv6 weiter.",
  ],
  "link-local": (address) => [
    `${address} gibt sich ein Rechner selbst, wenn kein Router antwortet: Sie führt nirgendwo anders hin.`,
    "Sieh nach dem Kabel oder dem WLAN dieses Rechners und nach seinem Router.",
  ],
  loopback: (address) => [`Mit ${address} meint jeder Rechner sich selbst: Sonst erreicht sie niemand.`, MACHINE],
  documentation: (address) => [`${address} ist eine Adresse für Beispiele in Texten, die kein Rechner hat.`, MACHINE],
  multicast: (address) => [`${address} ist die Adresse einer Gruppe von Rechnern, nicht eines einzelnen.`, MACHINE],
  unspecified: (address) => [`${address} steht für alle Adressen eines Rechners und ist keine davon.`, MACHINE],
  tunnel: (address) => [
    `${address} gehört zu einem automatischen Tunnel (6to4, Teredo, NAT64): Andere erreichen sie nicht zuverlässig.`,
    "Schreib eine Adresse deines Anbieters; wenn du keine IPv6-Adresse hast, lass IPv6 weg.",
  ],
  reserved: (address) => [`${address} ist reserviert: Kein Rechner im Internet hat sie.`, MACHINE],
};
