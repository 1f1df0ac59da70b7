/** What an IP address is that nobody on the Internet could reach, and what helps, in Dutch. */
import type { addresses as en } from "../en/addresses.ts";

const ROUTER = "De statuspagina van je router toont zijn openbare adres; dat is het adres dat je nodig hebt.";
const MACHINE = "Schrijf het openbare adres van deze machine, of van de router ervoor.";

export const addresses: typeof en = {
  private: (address) => [
    `${address} is een adres binnen een netwerk zoals het jouwe: van buiten is het niet te bereiken.`,
    ROUTER,
  ],
  shared: (address) => [
    `${address} is van je provider, die één openbaar adres over veel klanten verdeelt (CGNAT): zo kan geen enkele poort naar jou leiden.`,
    "Vraag de provider om een eigen openbaar IPv4-adres (vaak gratis), of ga verder met alleen IPv6.",
  ],
  "link-local": (address) => [
    `${address} is het adres dat een machine zichzelf geeft als er geen router antwoordt: het leidt nergens heen.`,
    "Kijk naar de kabel of de wifi van deze machine, en naar de router.",
  ],
  loopback: (address) => [`${address} is hoe elke machine zichzelf noemt: niemand anders bereikt het.`, MACHINE],
  documentation: (address) => [
    `${address} is een adres voor voorbeelden in teksten, dat geen enkele machine heeft.`,
    MACHINE,
  ],
  multicast: (address) => [`${address} is het adres van een groep machines, niet van één machine.`, MACHINE],
  unspecified: (address) => [`${address} staat voor alle adressen van een machine, en is er zelf geen.`, MACHINE],
  tunnel: (address) => [
    `${address} hoort bij een automatische tunnel (6to4, Teredo, NAT64): van buiten is daar niet op te rekenen.`,
    "Schrijf een adres van je provider; geeft die er geen in IPv6, laat IPv6 dan weg.",
  ],
  reserved: (address) => [`${address} is gereserveerd: geen enkele machine op het internet heeft het.`, MACHINE],
};
