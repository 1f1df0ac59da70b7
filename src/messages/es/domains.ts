/** What `domain rename` says, in Spanish. */
import type { domains as en } from "../en/domains.ts";
import { counted } from "./units.ts";

export const domains: typeof en = {
  notDomain: (given) => [`«${given}» no es un dominio`, "escríbelo solo, como ejemplo.es"],
  notServed: (domain, served) => [`${domain} no se sirve aquí`, `lo que se sirve aquí: ${served}`],
  served: (domain) => [
    `${domain} ya es otro dominio de este servidor`,
    "dos dominios no pueden convertirse en uno: elige un nombre que no se use aquí",
  ],
  inUse: (domain) => [
    `en la base de datos quedan cuentas o salas de ${domain} de antes`,
    "ponlo otra vez en config.toml (domains), elimínalas, y quítalo después",
  ],
  service: (name) => [
    `${name} es el nombre de un servicio del otro dominio, por ejemplo el de sus salas`,
    "elige otro nombre",
  ],
  space: (needed, free) => [
    `no hay bastante sitio en el disco: hacen falta ${needed}, también para una copia de la base de datos, y hay ${free} libres`,
    "haz sitio, e inténtalo de nuevo",
  ],
  runsNow: (home) => [
    `el servidor de ${home} está en marcha`,
    "detenlo antes: jabber-home service stop, o Ctrl-C en su ventana; para ver qué cambiaría, puede seguir en marcha: --dry-run",
  ],
  plan: (from, to) => `${from} pasa a ser ${to}:`,
  accounts: (count) => counted(count, "cuenta", "cuentas"),
  rooms: (count) => counted(count, "sala", "salas"),
  messages: (count) => counted(count, "mensaje del historial", "mensajes del historial"),
  services: (names) => `servicios: ${names}`,
  nothingDone: "No se ha cambiado nada.",
  question: (from, to) => `¿Cambiar el nombre de ${from} a ${to}?`,
  irrevocable: "todo el mundo recibe aquí una dirección nueva y tiene que volver a iniciar sesión",
  notDone: "no se ha cambiado nada",
  tellQuestion:
    "¿Comunicar las direcciones nuevas a los contactos de otros servidores, en cuanto arranque el servidor?",
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}\u00a0% (${done} de ${total})`,
  done: (from, to) => `${from} se llama ahora ${to}.`,
  copy: (folder) =>
    `La base de datos y config.toml, tal como estaban, están en ${folder}. Para volver atrás, ponlos en lugar de los actuales con el servidor parado; elimina la carpeta cuando todo vaya bien.`,
  apps: (to) =>
    `Todo el mundo tiene que volver a iniciar sesión en sus aplicaciones: con el mismo nombre en ${to}, y la misma contraseña. Allí están el historial, los contactos y las salas.`,
  records: (to) => `Los registros DNS de ${to}; jabber-home dns muestra cuáles se ven desde fuera:`,
  noRecords: (to) => `${to} es el nombre de una red local: no hay nada que publicar.`,
  certificate: {
    acme: (to) => `El certificado de ${to} se obtiene en el próximo arranque, cuando sus registros lleven hasta aquí.`,
    files: (to) => `Pon un certificado de ${to} donde dice config.toml: certificate.chain_file, certificate.key_file.`,
    "self-signed": (to) => `En el próximo arranque se crea un certificado de ${to}.`,
  },
  former: (from) =>
    `Mientras los registros de ${from} lleven hasta aquí, llega lo que se envía a las direcciones antiguas (former_domains en config.toml), y los enlaces a archivos siguen valiendo.`,
  told: "A los contactos de otros servidores se les avisa en cuanto arranque el servidor; son sus servidores los que deciden si siguen por su cuenta.",
  notTold:
    "A los contactos de otros servidores no se les ha avisado: ven la dirección nueva cuando alguien les escribe, y tienen que aceptarla.",
  components: (names) => `Los componentes externos conservan su nombre: ${names}`,
  next: "Después arranca el servidor: jabber-home run, o jabber-home service start",
};
