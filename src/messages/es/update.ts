/** `update`, in Spanish. */
import type { update as en } from "../en/update.ts";
import { longDate, longMoment, sizeText } from "./units.ts";

export const update: typeof en = {
  works: (version) =>
    `la versión ${version} funciona con esta carpeta: en una copia de la base de datos alguien ha iniciado sesión, y ha llegado un mensaje`,
  newest: (version) => `esta es la versión ${version}, y no hay otra más reciente`,
  available: (version, current, released) =>
    `ya está la versión ${version}, del ${longDate(released)}; esta es la ${current}`,
  announced: (version, current, domain) => `el DNS (${domain}) anuncia la versión ${version}; esta es la ${current}`,
  how: (command) => `Se instala con: ${command}`,
  question: (version) => `¿Instalar la versión ${version}? El servidor se reinicia, y las aplicaciones vuelven solas.`,
  notAsked: "sin terminal no se puede preguntar a nadie",
  notDone: "no se ha cambiado nada",
  downloading: (file, bytes) => `descarga ${file} (${sizeText(bytes)})`,
  trying: (version) => `prueba la versión ${version} en una copia de la base de datos`,
  backing: "hace una copia de seguridad",
  restarting: "reinicia el servidor",
  backedUp: (file) => `La copia de seguridad de antes es ${file}.`,
  done: (version) => `la versión ${version} está en marcha: alguien ha iniciado sesión, y ha llegado un mensaje`,
  atNextStart: (version, command) =>
    `la versión ${version} está instalada; demostrará que funciona cuando arranque el servidor: ${command}`,
  undone: (to, from, why) => [
    `la versión ${to} no funcionó aquí, así que está otra vez en marcha la versión ${from}, con todo: ${why}`,
    "cuenta al proyecto lo que dice, y espera a la próxima versión",
  ],
  refused: (version, output) => [
    `la versión ${version} no funciona con esta carpeta, y no se ha cambiado nada:\n${output}`,
    "mira lo que dice; el servidor sigue en marcha tal como está",
  ],
  silent: (minutes) => [
    `en ${minutes} minutos, el servidor no ha dicho si la versión nueva funciona`,
    "mira su diario: jabber-home logs",
  ],
  hangs: (minutes) => `no ha terminado en ${minutes} minutos`,
  back: (version) => `la versión ${version} está otra vez en marcha`,
  backAtNextStart: (version, command) => `la versión ${version} está otra vez en su sitio; arráncala: ${command}`,
  keptNow: (file) => `Todo lo que había aquí al empezar esa copia está en ${file}.`,
  questionBack: (version) =>
    `¿Volver a la versión ${version}? No se pierde nada. El servidor se reinicia, y las aplicaciones vuelven solas.`,
  questionLosing: (version, made) =>
    `¿Volver a la versión ${version}, y a la copia de seguridad del ${longMoment(made)}? Lo que ha llegado desde entonces (mensajes, cuentas, contactos, cambios) faltará.`,
  losing: (made) => `lo que ha llegado desde la copia de seguridad del ${longMoment(made)} se pierde aquí`,
  unreadable: (version, output) =>
    `la versión ${version} no puede trabajar con la base de datos tal como está ahora:\n${output}`,
  noFormer: (file) => [
    `aquí no hay ninguna versión de antes: ${file}`,
    "pon a mano una más antigua en su sitio: docs/updating.md",
  ],
  noBackupOfBefore: (version, output) => [
    `la versión ${version} no puede trabajar con la base de datos tal como está ahora, y no hay copia de seguridad de antes de la actualización:\n${output}`,
    "recupera a mano una copia más antigua: docs/updating.md",
  ],
  backByPackage: (file) => [
    `${file} pertenece a un paquete de este sistema`,
    "instala el paquete de antes, y recupera su copia de seguridad: docs/updating.md",
  ],
  running: "hay otra actualización en curso",
  notCompiled: () => [
    "esto no es un ejecutable: el programa funciona desde sus fuentes",
    "actualiza las propias fuentes: git pull",
  ],
  otherExecutable: (file) => [`el servidor usa ${file}, y este programa es otro`, `llama a aquel: ${file} update`],
  byPackage: {
    dpkg: (file) => [
      `${file} es de un paquete de este sistema`,
      "actualiza el sistema: sudo apt update && sudo apt upgrade",
    ],
    rpm: (file) => [`${file} es de un paquete de este sistema`, "actualiza el paquete: sudo dnf upgrade jabber-home"],
    apk: (file) => [`${file} es de un paquete de este sistema`, "actualiza el paquete: apk upgrade jabber-home"],
    container: () => [
      "el programa funciona en un contenedor, que se cambia entero",
      "descarga la imagen nueva y crea de nuevo el contenedor: docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file, command) => [`este usuario no puede sustituir ${file}`, command],
  noPlace: () => [
    "nadie ha dicho dónde están las versiones nuevas: el proyecto todavía no tiene una dirección para ellas",
    "indica una: --from https://… o --from CARPETA; o update.url en config.toml",
  ],
  problems: {
    "no-keys": () => [
      "este programa se construyó sin clave para las versiones publicadas, así que no puede creer ninguna",
      "toma un programa publicado, o cambia este a mano",
    ],
    "not-signed": () => [
      "lo publicado no está firmado con las claves que conoce este programa",
      "no lo instales; si las claves han cambiado desde esta versión, toma la nueva de donde tomaste esta",
    ],
    malformed: (why) => [`lo publicado está firmado, pero su manifiesto está mal: ${why}`, "cuéntaselo al proyecto"],
    format: () => [
      "lo publicado se describe de una manera que esta versión todavía no conoce",
      "instala antes una versión intermedia",
    ],
    expired: (expires) => [
      `lo que hay valía hasta el ${longMoment(expires)}: puede que se estén reteniendo versiones más recientes`,
      "mira si está en hora el reloj de este equipo; si lo está, inténtalo más tarde, o mira la página del proyecto",
    ],
    future: (released, now) => [
      `lo publicado es del ${longMoment(released)}, y aquí es el ${longMoment(now)}`,
      "pon en hora el reloj de este equipo",
    ],
    downgrade: (version, current) => [
      `lo que hay es la versión ${version}, más antigua que esta, la ${current}`,
      "una versión más antigua nunca se instala por sí sola",
    ],
    "no-target": (target, version) => [
      `la versión ${version} no se hizo para ${target}`,
      "espera a que se haga, o constrúyela: npm run build",
    ],
    "no-place": (given) => [
      `no hay nada publicado en ${given}`,
      "indica una carpeta, o una dirección que empiece por https://",
    ],
    unreachable: (where, why) => [`${where}: ${why}`, "¿está este equipo conectado a Internet? Inténtalo más tarde"],
    answer: (where, status) => [
      `${where} responde con el código ${status}`,
      "mira si la dirección es correcta, o inténtalo más tarde",
    ],
    cut: (file, bytes, of) => [
      `se perdió la conexión: han llegado ${sizeText(bytes)} de ${sizeText(of)} de ${file}`,
      "repite la orden: sigue desde ahí",
    ],
    "no-room": (path, needed, free) => [
      `en ${path} hacen falta ${sizeText(needed)} y hay ${sizeText(free)} libres`,
      "haz sitio allí, y repite la orden",
    ],
    "wrong-bytes": (file) => [
      `${file} no es lo que se firmó, y no se ha tomado`,
      "inténtalo de nuevo; si pasa lo mismo, el servidor o la red cambia los archivos: cuéntaselo al proyecto",
    ],
  },
};
