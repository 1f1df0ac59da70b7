/** What is wrong with a server, and what helps, in Spanish. */
import type { findings as en } from "../en/findings.ts";
import { counted } from "./units.ts";

export const findings: typeof en = {
  "disk-full": (free, reserve) => [
    `El disco está casi lleno: hay ${free} libres, y ${reserve} han de quedar libres. No se acepta nada nuevo hasta que haya sitio.`,
    "Haz sitio en el disco; jabber-home files muestra quién ha enviado cuánto, y elimina lo antiguo.",
  ],
  "backup-failed": (why, last, isAttempted) =>
    `${isAttempted ? "No se pudo hacer la última copia de seguridad" : "No se puede hacer ninguna copia de seguridad"}: ${why}. ${last === undefined ? "Todavía no hay ninguna." : `La más reciente es del ${last}.`}`,
  "backup-same-disk": (folder) => [
    `Las copias de seguridad están en el mismo disco que todo lo demás (${folder}): si ese disco falla, no sirven.`,
    "Conecta otro disco o una memoria USB, e indica allí una carpeta: backup.folder en config.toml. O copia una de vez en cuando a otro equipo.",
  ],
  "update-undone": (failed, day, why) => [
    `La versión ${failed} no funcionó aquí el ${day}, y está otra vez en marcha la anterior: ${why}.`,
    "Cuenta al proyecto lo que dice, e instala la próxima versión: jabber-home update.",
  ],
  "disk-low": (free, reserve) => [
    `El disco se está llenando: hay ${free} libres. Cuando solo queden ${reserve}, no se aceptará nada nuevo.`,
    "Haz sitio en el disco; jabber-home files muestra quién ha enviado cuánto, y elimina lo antiguo.",
  ],
  "clock-wrong": (says) => [
    `El reloj de este equipo dice ${says}, y eso no puede ser: no se elimina nada por antiguo hasta que esté en hora.`,
    "Ponlo en hora: timedatectl set-ntp true",
  ],
  "clock-leapt": (said, says, until) => [
    `El reloj de este equipo dice ${says}; la vez anterior decía ${said}. Hasta que esté en hora, o haya seguido así hasta el ${until}, no se elimina nada por antiguo.`,
    "Si el servidor estuvo parado entretanto, no hay nada que hacer; si no, pon el reloj en hora: timedatectl set-ntp true",
  ],
  "shadow-unreadable": () => [
    "El servidor no tiene permiso para leer /etc/shadow, donde están las contraseñas de las cuentas de este equipo: PAM las toma todas por erróneas, y nadie inicia sesión.",
    "Como servicio: sudo jabber-home service install, que lo pone en el grupo shadow. Si no: sudo usermod -aG shadow USUARIO, para el usuario con el que funciona; después, reinícialo. Si las contraseñas son las de un directorio, no hay nada que hacer.",
  ],
  "groups-unknown": (groups) => [
    `Este equipo no tiene estos grupos, que nombra auth.allow_groups o auth.deny_groups en config.toml: ${groups}.`,
    "Mira si están bien escritos; getent group muestra los que existen.",
  ],
  "certificate-expired": (until) => [
    `El certificado caducó el ${until}: las aplicaciones avisan de ello, o no se conectan, y los otros servidores lo rechazan.`,
    "Renuévalo: jabber-home certificate renew",
  ],
  "certificate-expires": (until, left) => [
    `El certificado caduca el ${until}, dentro de ${left}.`,
    "Mira por qué no se ha renovado: jabber-home certificate",
  ],
  "certificate-by-hand": (until) => [
    `El certificado se renueva a mano, y toca de nuevo antes del ${until}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why) => `No se pudo renovar el certificado. ${why}`,
  certificate: (what) => `Las aplicaciones y los otros servidores ponen reparos al certificado. ${what}`,
  "web-refused": {
    https: (why) => [`${why}: ni páginas ni archivos.`, "jabber-home setup elige otro puerto."],
    http: (why) => [`${why}: no se lleva a los navegadores de http:// a https://.`],
    http_proxied: (why) => [`${why}: el servidor web que está delante de este no recibe respuesta.`],
  },
  "calls-refused": (why) => [
    `${why}: puede que no se establezcan las llamadas entre aplicaciones que no llegan directamente la una a la otra.`,
    "Detén lo que usa el puerto, o elige otro u off en config.toml, y reinicia el servidor: docs/calls.md.",
  ],
  "calls-without-address": () => [
    "Este servidor no conoce su dirección pública: no se establecen las llamadas entre aplicaciones que no llegan directamente la una a la otra.",
    "Escribe la dirección de tu router en turn.public_address, en config.toml, o haz que el registro A del dominio lleve a ella. Para llamadas dentro de una misma casa: turn.private_peers.",
  ],
  "port-not-reached": (port, who, age) => [
    `${who} no pudo entrar por el puerto ${port}, hace ${age}.`,
    "Mira lo que se vio, y qué lo arregla: jabber-home dns. Para mirar otra vez: jabber-home dns --outside",
  ],
  "server-unreached": (domain, age, why, waiting) => [
    `No se llega a ${domain} desde hace ${age}: ${why}. ${waiting > 0 ? `${counted(waiting, "mensaje o estado espera", "mensajes y estados esperan")} para salir.` : ""}`.trim(),
    `Mira qué paso falla, y qué lo arregla: jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count) => [
    count === 1 ? "Tampoco se llega a 1 servidor más." : `Tampoco se llega a ${count} servidores más.`,
    "jabber-home federation",
  ],
};
