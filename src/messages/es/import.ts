/** What the import from another server says, in Spanish. */
import type { imports as en } from "../en/import.ts";
import { counted } from "./units.ts";

export const imports: typeof en = {
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "archivos en formato XEP-0227",
  },
  checking: (count) => `mirándolo todo: ${count}`,
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}\u00a0% (${done} de ${total})`,
  headTrial: (source, path) => `Lo que vendría de ${source} (${path}); no se ha cambiado nada:`,
  head: (source, path) => `Lo que ha venido de ${source} (${path}):`,
  domain: (from, to) => (from === to ? `${from}` : `${from}, que aquí se llama ${to}`),
  nothing: "nada",
  knownToo: (count) => `${count} ya aquí`,
  alreadyHere: (count) => `, ${count} ya ${count === 1 ? "estaba" : "estaban"} aquí`,
  perAccount: "Quién, y cuánto de cada cosa:",
  moreAccounts: (count) => `y ${counted(count, "cuenta más", "cuentas más")} (--json las nombra todas)`,
  nothingLeft: "Todo puede venir.",
  leftHead: "Lo que no puede venir, y por qué:",
  moreLeft: (count) => `y ${count} más (--json lo nombra todo)`,
  ofServer: "el servidor",
  entry: (of, what) => `${of}: ${what}`,
  rooms: (names) =>
    `Las salas y los archivos siguen respondiendo en ${names}: conserva los registros DNS de estos nombres, y haz que los nombre el certificado (jabber-home dns muestra lo que hace falta)`,
  roomsTrial: (names) => `Las salas y los archivos seguirían respondiendo en ${names}`,
  filePort: (port) =>
    `Puede que los enlaces a archivos lleven el puerto ${port}. Si es así, haz que ese puerto lleve también al de listen.https, en el router o con el cortafuegos del equipo.`,
  resetHead:
    "Estas cuentas no tienen una contraseña que pueda venir. Envía a cada una el enlace con el que se elige una nueva (vale una semana):",
  resetTrial: (count) =>
    `${counted(count, "cuenta no tiene", "cuentas no tienen")} una contraseña que pueda venir: para cada una se creará un enlace para elegir una nueva`,
  resetWithoutPages: (accounts) =>
    `Estas cuentas no tienen una contraseña que pueda venir, y no hay páginas donde elegir una: ${accounts}. Da una a cada una: jabber-home user passwd JID`,
  oldHashes:
    "Algunas contraseñas han venido como claves de un tipo más antiguo. Hasta que sus dueños hayan iniciado sesión una vez con una aplicación que envíe la contraseña o cree claves nuevas, y durante noventa días como máximo, a todas las aplicaciones se les ofrece solo ese tipo; las que exigen uno más reciente lo dicen.",
  next: "Arranca el servidor: jabber-home run, o jabber-home service start",
  isHere: "Todo está en el servidor en marcha: las aplicaciones con la sesión abierta lo ven ya.",
  restart:
    "Todo está en el servidor en marcha. Responderá en los nombres de arriba desde su próximo arranque: jabber-home service restart, o detenlo y arráncalo otra vez",
  ended: () => [
    "el servidor se ha detenido a la mitad: lo que vino hasta entonces está guardado",
    "empieza de nuevo la importación, con el servidor en marcha o sin él: continúa donde estaba",
  ],
  notAsked: () => ["falta --no-input", "di que no se pregunte nada: --no-input; para mirar antes: --dry-run"],
  kinds: {
    accounts: (count) => counted(count, "cuenta", "cuentas"),
    contacts: (count) => counted(count, "contacto", "contactos"),
    requests: (count) => counted(count, "solicitud de contacto pendiente", "solicitudes de contacto pendientes"),
    vcards: (count) => counted(count, "perfil", "perfiles"),
    private: (count) => counted(count, "dato privado de una aplicación", "datos privados de aplicaciones"),
    nodes: (count) => counted(count, "nodo", "nodos"),
    items: (count) => counted(count, "elemento publicado", "elementos publicados"),
    blocked: (count) => counted(count, "dirección bloqueada", "direcciones bloqueadas"),
    privacy: (count) => counted(count, "lista de privacidad", "listas de privacidad"),
    offline: (count) => counted(count, "mensaje en espera", "mensajes en espera"),
    preferences: (count) => counted(count, "elección de lo que se archiva", "elecciones de lo que se archiva"),
    archived: (count) => counted(count, "mensaje del historial", "mensajes del historial"),
    push: (count) => counted(count, "aplicación que se despierta", "aplicaciones que se despiertan"),
    files: (count) => counted(count, "archivo", "archivos"),
    rooms: (count) => counted(count, "sala", "salas"),
    "room-messages": (count) => counted(count, "mensaje de salas", "mensajes de salas"),
    circles: (count) => counted(count, "círculo", "círculos"),
    invitations: (count) => counted(count, "invitación", "invitaciones"),
    other: (count) => counted(count, "otra cosa", "otras cosas"),
  },
  reasons: {
    address: "no es una dirección, o es de un dominio que no viene",
    malformed: "no tiene el formato debido",
    "too-large": "es más grande o más numeroso de lo que aquí puede tener una cuenta",
    "privacy-list": "reglas que van más allá de «nada de esta dirección»: bloquea en una aplicación a quien tú quieras",
    unknown: "aquí no se conoce nada de ese tipo",
    "no-account": "no es de ninguna cuenta que venga",
    "file-missing": "el archivo no está donde debería",
    unreadable: "el servidor antiguo lo guarda en una forma que no dice nada",
    "cut-off": "termina a la mitad, como después de un fallo",
    "of-no-use": "ya ha pasado, o solo servía al servidor antiguo",
    "not-given": "el servidor antiguo no lo entregó",
    "not-asked": "no se pide a tantos a la vez que sigan: añade este en una aplicación",
    "old-address": "es de la dirección antigua: las aplicaciones crean los suyos en la nueva",
  },
  problems: {
    unreadable: ({ why }) => [
      `no se puede leer (${why})`,
      "mira la ruta, y si este usuario puede leerla: puede ayudar sudo",
    ],
    unknown: ({ kinds }) => [
      `no es nada que se conozca aquí: ${kinds.join(", ")}`,
      "indica la carpeta, la base de datos o el archivo donde el servidor antiguo guarda sus datos (docs/moving.md)",
    ],
    "raw-database": ({ server, command }) => [
      `es la propia base de datos de ${server}, que solo lee ${server}`,
      `haz que escriba un archivo, e importa ese: ${command}`,
    ],
    outside: () => ["lleva fuera de la carpeta del origen", "copia a esa carpeta aquello a lo que lleva"],
    malformed: ({ why }) => [
      `no tiene el formato debido: ${why}`,
      "no se ha guardado nada; corrígelo, o pide ayuda con esta línea",
    ],
    dtd: () => ["tiene un tipo de documento (<!DOCTYPE): los datos de un servidor no lo llevan", "quítalo"],
    code: () => ["es un programa, y se esperaban datos", "indica la carpeta de los datos, no la de la configuración"],
    "too-large": ({ maximum }) => [
      `contiene algo más grande que todo lo que guarda un servidor (${maximum})`,
      "no se ha guardado nada; mira en ese lugar",
    ],
    "no-room": ({ folder }) => [
      `no hay bastante sitio en ${folder} para descomprimirlo`,
      "indica una carpeta con más sitio: TMPDIR=/var/tmp delante de la orden, o descomprímelo por tu cuenta e indica la carpeta",
    ],
    "too-deep": ({ maximum }) => [
      `más de ${maximum} niveles unos dentro de otros`,
      "no se ha guardado nada; mira en ese lugar",
    ],
    schema: ({ missing }) => [
      `no tiene ${missing}: no es de una versión que se conozca aquí`,
      "actualiza el servidor antiguo, o exporta sus datos en otra forma (docs/moving.md)",
    ],
    "no-such-domain": ({ domain, domains }) => [
      domains.length === 0 ? "no tiene ningún dominio con cuentas" : `tiene ${domains.join(", ")}, y no ${domain}`,
      domains.length === 1
        ? `trae ${domains[0]} aquí con el nombre ${domain}: --domain ${domain}`
        : "elige un dominio que tengan los dos: --domain D",
    ],
  },
};
