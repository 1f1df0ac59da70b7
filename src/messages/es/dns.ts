/** DNS records, in the wizard and in `jabber-home dns`, in Spanish. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `preguntando a los servidores de nombres de ${domain}`,
  slow: "Los servidores de nombres tardan en responder; Ctrl-C detiene, y no se pierde nada.",
  heading: (domain) => `1 de 5   DNS de ${domain}`,
  right: "correcto",
  rightAt: (port) => `correcto (puerto ${port})`,
  shared: "Para redes que solo dejan pasar HTTPS; se prueba en último lugar.",
  isNew: "(nuevo)",
  add: (data) => `añadir  ${data}`,
  recommended: (data) => `recomendado  ${data}`,
  change: (from, to) => `cambiar  ${from} → ${to}`,
  remove: (data) => `eliminar  ${data}`,
  unanswered: {
    timeout: "no se sabe: los servidores de nombres no responden",
    refused: "no se sabe: los servidores de nombres se niegan (REFUSED)",
    "server-failure": "no se sabe: los servidores de nombres fallan (SERVFAIL)",
    unreachable: "no se sabe: no se llega a ningún servidor de nombres",
    failed: "no se sabe: no se pudo preguntar al DNS",
  },
  unansweredHelp: {
    timeout:
      "Si los servidores de nombres no responden, están desbordados o han desaparecido: mira más tarde, o pregunta a quien los lleve.",
    refused:
      "No sirven este dominio: mira, allí donde lo compraste, si tiene puestos los servidores de nombres correctos.",
    "server-failure": "Lo más habitual es una firma DNSSEC rota, o una zona con un error: pregunta a quien los lleve.",
    unreachable: "Mira si funciona el DNS de este equipo (/etc/resolv.conf), o indica un resolutor: dns.resolvers.",
    failed: "Mira si funciona el DNS de este equipo (/etc/resolv.conf).",
  },
  noNetwork: "Este equipo no está conectado a ninguna red: mira su cable o su wifi, y después mira otra vez.",
  why: {
    elsewhere: (_value, ours) => `Ese no es este equipo${ours === "" ? "" : `, que es ${ours}`}.`,
    alias: (value) => `${value} es un alias (CNAME): un registro SRV no debe llevar a ninguno (RFC 2782).`,
    "alias-instead": (value) =>
      `Es un alias (CNAME) de ${value}, y los registros SRV no deben llevar a ninguno (RFC 2782): necesita la dirección misma.`,
    "no-address": (value) => `${value} no tiene dirección.`,
    unanswered: (value) => `No se sabe si ${value} lleva hasta aquí: sus servidores de nombres no responden.`,
    port: (value) => `Este servidor escucha en otro puerto que ${value}.`,
    refused: () => "El punto dice que ese servicio no existe.",
    "domain-twice": (value) =>
      `${value} lleva el dominio dos veces: tu proveedor lo añade a lo que no termina en punto.`,
    "not-whole": (value) => `${value} no es un nombre entero: le falta el dominio.`,
  },
  misplaced: (found, only) =>
    `${found} existe: tu proveedor añade él mismo el dominio. Pon solo ${only}, y elimina el otro.`,
  stray: {
    elsewhere: () => "Lleva a otro equipo.",
    off: () => "Ofrece lo que aquí está desactivado.",
    "left-over": () => "Parece un resto de otro servidor.",
  },
  unneeded: (domain) => `${domain} no necesita registros: solo vale aquí`,
  wrong: "erróneo",
  complete: "Está todo. No hay nada que añadir.",
  enough: "Lo necesario está. Además se recomienda esto:",
  addThese: "Añade estos donde compraste el dominio (una línea cada uno, para pegar):",
  changeThese: "Cambia lo que hay por estos:",
  removeThese: "Elimina estos:",
  connections: "Conexiones desde aquí hasta donde llevan:",
  connection: {
    open: "responde",
    refused: "rechaza: el servidor no está en marcha, o el router no redirige el puerto",
    silent: "no responde desde aquí; muchos routers no dejan entrar a nadie desde dentro",
    "no-route": "desde aquí no se llega: este equipo no tiene direcciones de ese tipo",
  },
  web: {
    at: (origin) => `páginas y archivos: ${origin}`,
    elsewhere: ", que lleva a otro equipo.",
    nowhere: ", que no tiene dirección.",
    unknown: "; no se sabe si eso lleva hasta aquí: sus servidores de nombres no responden.",
    hostMeta: (domain) =>
      `https://${domain} es otro servidor web. Las aplicaciones del navegador encuentran el tuyo si aquel tiene dos archivos en /.well-known/: host-meta, que muestra jabber-home dns --host-meta xml, y host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup les da el nombre de este equipo (web.address).",
  },
  isAt: (zone, provider) => `${zone} está en ${provider}:`,
  meaning: [
    "_xmpp-client y _xmpps-client hacen que tus aplicaciones encuentren este equipo.",
    "_xmpp-server y _xmpps-server hacen que otros servidores te entreguen sus mensajes.",
    "rooms es donde están las salas de tu servidor.",
  ],
  formHeading: (zone) => `Campo por campo, para ${zone} (@ es el propio dominio):`,
  providerForm: (zone, provider) => `Los campos del formulario de ${provider}, para ${zone}:`,
  or: (spelling) => `o ${spelling}`,
  inParts: (parts) => `o, por partes: ${parts}`,
  saved: (path) => `Guardado como ${path}`,
  watching: "Se comprueba cada 5 segundos: lo que está bien se marca solo.",
  actions: { f: "campo por campo", z: "archivo de zona", t: "escribirlos", enter: "continuar" },
  formActions: { f: "como lista", z: "archivo de zona", t: "escribirlos", enter: "continuar" },
};
