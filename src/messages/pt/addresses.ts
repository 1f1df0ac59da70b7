/** What an IP address is that nobody on the Internet could reach, and what helps, in Portuguese. */
import type { addresses as en } from "../en/addresses.ts";

const ROUTER = "A página de estado do router mostra o endereço público dele: é esse que é preciso.";
const MACHINE = "Indique o endereço público desta máquina, ou do router dela.";

export const addresses: typeof en = {
  private: (address) => [`${address} só vale dentro de uma rede como a sua: de fora, ninguém lhe chega.`, ROUTER],
  shared: (address) => [
    `${address} é da operadora, que reparte um mesmo endereço público por vários clientes (CGNAT): nenhuma porta pode levar até si.`,
    "Peça-lhe um endereço IPv4 público só seu (muitas vezes gratuito), ou continue só com IPv6.",
  ],
  "link-local": (address) => [
    `${address} é o endereço que uma máquina dá a si mesma quando nenhum router responde: não leva a lado nenhum.`,
    "Verifique o cabo ou o Wi-Fi desta máquina, e o router.",
  ],
  loopback: (address) => [`${address} é a própria máquina: mais ninguém lhe chega.`, MACHINE],
  documentation: (address) => [`${address} é reservado a exemplos: nenhuma máquina o tem.`, MACHINE],
  multicast: (address) => [`${address} é de um grupo de máquinas, não de uma máquina.`, MACHINE],
  unspecified: (address) => [`${address} significa todos os endereços de uma máquina, e não é nenhum deles.`, MACHINE],
  tunnel: (address) => [
    `${address} depende de um túnel automático (6to4, Teredo, NAT64): de fora, não se pode contar com ele.`,
    "Indique um endereço da sua operadora; se ela não der nenhum em IPv6, passe sem IPv6.",
  ],
  reserved: (address) => [`${address} é reservado: nenhuma máquina da Internet o tem.`, MACHINE],
};
