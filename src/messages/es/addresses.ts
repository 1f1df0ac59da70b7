/** What an IP address is that nobody on the Internet could reach, and what helps, in Spanish. */
import type { addresses as en } from "../en/addresses.ts";

const ROUTER = "La página de estado de tu router muestra su dirección pública; es esa la que hace falta.";
const MACHINE = "Escribe la dirección pública de este equipo o de su router.";

export const addresses: typeof en = {
  private: (address) => [
    `${address} solo vale dentro de una red como la tuya: desde fuera nadie llega a ella.`,
    ROUTER,
  ],
  shared: (address) => [
    `${address} es de tu operador, que reparte una misma dirección pública entre muchos clientes (CGNAT): ningún puerto puede llevar hasta ti.`,
    "Pídele una dirección IPv4 pública propia (a menudo es gratis), o continúa solo con IPv6.",
  ],
  "link-local": (address) => [
    `${address} es la dirección que un equipo se da a sí mismo cuando no responde ningún router: no lleva a ninguna parte.`,
    "Mira el cable o la wifi de este equipo, y su router.",
  ],
  loopback: (address) => [`${address} es como cada equipo se llama a sí mismo: nadie más llega a ella.`, MACHINE],
  documentation: (address) => [`${address} está reservada para ejemplos: ningún equipo la tiene.`, MACHINE],
  multicast: (address) => [`${address} es la dirección de un grupo de equipos, no de uno solo.`, MACHINE],
  unspecified: (address) => [
    `${address} significa todas las direcciones de un equipo, y no es ninguna de ellas.`,
    MACHINE,
  ],
  tunnel: (address) => [
    `${address} depende de un túnel automático (6to4, Teredo, NAT64): desde fuera no se llega a ella con seguridad.`,
    "Escribe una dirección de tu operador; si no te da ninguna de IPv6, prescinde de IPv6.",
  ],
  reserved: (address) => [`${address} está reservada: ningún equipo de Internet la tiene.`, MACHINE],
};
