/** What an IP address is that nobody on the Internet could reach, and what helps, in Italian. */
import type { addresses as en } from "../en/addresses.ts";

const ROUTER = "La pagina di stato del tuo router mostra il suo indirizzo pubblico: serve quello.";
const MACHINE = "Indica l'indirizzo pubblico di questa macchina, o del suo router.";

export const addresses: typeof en = {
  private: (address) => [`${address} vale solo dentro una rete come la tua: da fuori è irraggiungibile.`, ROUTER],
  shared: (address) => [
    `${address} è del tuo operatore, che divide uno stesso indirizzo pubblico tra più clienti (CGNAT): nessuna porta può condurre da te.`,
    "Chiedigli un indirizzo IPv4 pubblico tutto tuo (spesso è gratuito), oppure continua soltanto con IPv6.",
  ],
  "link-local": (address) => [
    `${address} è l'indirizzo che una macchina si dà quando nessun router risponde: non porta da nessuna parte.`,
    "Controlla il cavo o il Wi-Fi di questa macchina, e il suo router.",
  ],
  loopback: (address) => [`${address} è la macchina stessa: nessun altro può raggiungerla.`, MACHINE],
  documentation: (address) => [`${address} è riservato agli esempi: nessuna macchina lo porta.`, MACHINE],
  multicast: (address) => [`${address} indica un gruppo di macchine, non una macchina.`, MACHINE],
  unspecified: (address) => [`${address} indica tutti gli indirizzi di una macchina, e non è uno di essi.`, MACHINE],
  tunnel: (address) => [
    `${address} dipende da un tunnel automatico (6to4, Teredo, NAT64): da fuori non ci si può contare.`,
    "Indica un indirizzo del tuo operatore; se non ne dà in IPv6, fai a meno di IPv6.",
  ],
  reserved: (address) => [`${address} è riservato: nessuna macchina di Internet lo porta.`, MACHINE],
};
