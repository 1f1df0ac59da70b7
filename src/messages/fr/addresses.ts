/** What an IP address is that nobody on the Internet could reach, and what helps, in French. */
import type { addresses as en } from "../en/addresses.ts";

const ROUTER = "La page d'état de votre box affiche son adresse publique ; c'est celle-là qu'il faut.";
const MACHINE = "Indiquez l'adresse publique de cette machine, ou de sa box.";

export const addresses: typeof en = {
  private: (address) => [
    `${address} ne vaut qu'à l'intérieur d'un réseau comme le vôtre : de l'extérieur, elle est injoignable.`,
    ROUTER,
  ],
  shared: (address) => [
    `${address} appartient à votre opérateur, qui partage une même adresse publique entre plusieurs abonnés (CGNAT) : aucun port ne peut mener chez vous.`,
    "Demandez-lui une adresse IPv4 publique dédiée (souvent gratuite), ou continuez en IPv6 seulement.",
  ],
  "link-local": (address) => [
    `${address} est l'adresse qu'une machine se donne quand aucune box ne répond : elle ne mène nulle part.`,
    "Vérifiez le câble ou le Wi-Fi de cette machine, et sa box.",
  ],
  loopback: (address) => [`${address} désigne la machine elle-même : personne d'autre ne peut la joindre.`, MACHINE],
  documentation: (address) => [`${address} est réservée aux exemples : aucune machine ne la porte.`, MACHINE],
  multicast: (address) => [`${address} désigne un groupe de machines, pas une machine.`, MACHINE],
  unspecified: (address) => [`${address} désigne toutes les adresses d'une machine, et n'en est pas une.`, MACHINE],
  tunnel: (address) => [
    `${address} dépend d'un tunnel automatique (6to4, Teredo, NAT64) : on ne peut pas compter dessus de l'extérieur.`,
    "Indiquez une adresse de votre opérateur ; s'il n'en donne pas en IPv6, passez-vous d'IPv6.",
  ],
  reserved: (address) => [`${address} est réservée : aucune machine d'Internet ne la porte.`, MACHINE],
};
