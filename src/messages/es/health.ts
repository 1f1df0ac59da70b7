/** What is found of a home and its names, and what helps, in Spanish. */
import type { health as en } from "../en/health.ts";
import { counted } from "./units.ts";

export const health: typeof en = {
  "server-stopped": () => ["El servidor no está en marcha.", "Arráncalo: jabber-home run, o jabber-home service start"],
  "server-silent": (pid) => [
    `El proceso ${pid} tiene esta carpeta, y no responde: está arrancando o terminando, o se ha quedado bloqueado.`,
    "Espera un minuto y mira otra vez. Si sigue así, reinícialo: jabber-home service restart, o pon fin a ese proceso.",
  ],
  "server-version": (running, here) => [
    `El servidor en marcha es la versión ${running}, y el programa instalado, la ${here}.`,
    "Reinícialo para que funcione la versión nueva: jabber-home service restart",
  ],
  "version-old": (newest, here) => [
    `Hay una versión más reciente de jabber-home: la ${newest}. Esta es la ${here}.`,
    "Mira qué se haría: jabber-home update --check. Después: jabber-home update",
  ],
  "lock-damaged": (path) => [
    `El cerrojo de esta carpeta (${path}) está dañado: el servidor no arranca. No contiene nada de valor.`,
    `Elimínalo: rm ${path}`,
  ],
  "server-root": () => [
    "El servidor funciona como root: quien encuentre un fallo en él tendrá el equipo entero.",
    "Haz que funcione como servicio, con su propio usuario: jabber-home service install",
  ],
  "config-missing": (path) => [
    `Aquí no se ha instalado nada: ${path} no existe, o no nombra ningún dominio.`,
    "Instálalo: jabber-home setup. O indica la carpeta del servidor: --home CARPETA",
  ],
  "config-unreadable": (path, why) => [
    `No se puede leer ${path}: ${why}.`,
    "Tiene que ser un archivo del usuario con el que funciona el servidor: ls -l muestra de quién es.",
  ],
  "config-wrong": (problem) => [
    `El servidor no arranca con este config.toml. ${problem}`,
    "Cámbialo, y mira otra vez: jabber-home config check",
  ],
  "config-hint": (problem) => [`En config.toml hay algo que se puede mejorar. ${problem}`],
  "home-missing": (path) => [
    `No existe la carpeta ${path}.`,
    "Indica la del servidor: --home CARPETA. Si está en otro disco, móntalo. Para un servidor nuevo: jabber-home setup",
  ],
  "home-shut": (path) => [
    `Este usuario no puede mirar dentro de ${path}, así que casi nada se ha podido comprobar.`,
    "Mira como administrador: sudo jabber-home doctor",
  ],
  "home-no-folder": (path) => [
    `${path} es un archivo, y tiene que ser una carpeta.`,
    `Apártalo: mv ${path} ${path}.old`,
  ],
  "home-open": (path, mode) => [
    `Otros usuarios de este equipo pueden entrar en ${path} (su modo es ${mode}): allí están los mensajes de todo el mundo.`,
    `Ciérrala: chmod 700 ${path}`,
  ],
  "file-open": (path, mode, more) => [
    `Otros usuarios de este equipo pueden leer ${path} (su modo es ${mode})${more > 0 ? `, y ${counted(more, "archivo más", "archivos más")}` : ""}: contiene mensajes o claves.`,
    `Ciérralo: chmod 600 ${path}`,
  ],
  "file-locked": (path, mode) => [
    `El servidor no puede leer y escribir ${path} (su modo es ${mode}).`,
    `Devuélvele ese permiso: chmod 600 ${path}`,
  ],
  "file-foreign": (path, more, owner, wanted, home) => [
    `${path} es de ${owner}${more > 0 ? `, igual que ${counted(more, "archivo más", "archivos más")}` : ""}, y la carpeta, de ${wanted}: el servidor no puede usarlo.`,
    `Devuélveselo: sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path) => [`${path} no es un archivo, y el servidor necesita ahí uno.`, `Apártalo: mv ${path} ${path}.old`],
    folder: (path) => [
      `${path} no es una carpeta, y el servidor necesita ahí una.`,
      `Apártalo: mv ${path} ${path}.old`,
    ],
    socket: (path) => [
      `${path} ocupa el sitio del socket por el que esta orden habla con el servidor.`,
      `Apártalo: mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path, target) => [
    `${path} lleva a ${target}, y allí no hay nada: ¿no está montado el disco?`,
    "Móntalo, y vuelve a arrancar el servidor.",
  ],
  "secret-damaged": (path) => [
    `${path} está dañado: el servidor creará uno nuevo, y quien tenga la sesión abierta en sus páginas tendrá que iniciarla otra vez.`,
    "Tómalo de una copia de seguridad, si la hay: jabber-home restore",
  ],
  "import-unfinished": (path, size) => [
    `Una importación quedó sin terminar: ${size} de mensajes esperan en ${path}.`,
    "Empiézala de nuevo con el mismo origen, y continúa donde estaba: jabber-home import ORIGEN",
    `Si ya no la quieres: rm ${path}`,
  ],
  "database-missing": (path, backups) => [
    `No existe la base de datos ${path}, aunque esta carpeta ya se ha usado: un servidor que arranque ahora empieza de cero.`,
    backups
      ? "Toma la última copia de seguridad: jabber-home restore ARCHIVO"
      : "Si está en otro disco, móntalo antes de arrancar el servidor.",
  ],
  "database-damaged": (path, why) => [
    `La base de datos ${path} está dañada: ${why}.`,
    "Detén el servidor, y toma la última copia de seguridad: jabber-home restore ARCHIVO",
    "Mira también el disco: una tarjeta o un disco que falla dañará también la próxima. dmesg muestra sus errores.",
  ],
  "database-index": (path, why) => [
    `Un índice de la base de datos ${path} está dañado, los mensajes no: ${why}.`,
    "Detén el servidor, y haz que se rehaga: jabber-home doctor --fix",
  ],
  "database-newer": (path, by) => [
    `La base de datos ${path} la escribió ${by === "" ? "una versión posterior" : `la versión ${by}`} de jabber-home: esta no arranca con ella.`,
    "Toma esa versión, o una posterior: jabber-home update. Para volver atrás está la copia de seguridad hecha antes de actualizar.",
  ],
  "log-large": (size) => [
    `El diario de la base de datos tiene ${size} y no pasa al archivo: ocupa sitio, y el arranque tarda mucho.`,
    "Con el servidor en marcha: reinícialo. Con el servidor parado: jabber-home doctor --fix",
  ],
  "database-unused": (unused, size) => [
    `De los ${size} de la base de datos, ${unused} están vacíos: lo que había se ha eliminado.`,
    "Ese sitio se volverá a usar; para recuperarlo ya, detén el servidor: jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder) => [
    `La clave que hay en ${folder} no es la del certificado que hay allí: el servidor usa uno que firma él mismo, y las aplicaciones avisan de ello.`,
    "Obtén uno nuevo: jabber-home certificate renew",
  ],
  "certificate-none": () => [
    "La autoridad todavía no ha emitido ningún certificado: el servidor usa uno que ha firmado él mismo, y las aplicaciones avisan de ello.",
    "Mira por qué: jabber-home certificate. Lo que necesita una autoridad: jabber-home dns --outside",
  ],
  "renewal-port": (port, challenge) => [
    `El certificado no se puede renovar de la manera elegida (${challenge}): la autoridad no logra entrar por el puerto ${port}.`,
    "Abre ese puerto, en este equipo y en el router (jabber-home dns --outside lo mira), o demuestra por DNS que el dominio es tuyo: jabber-home setup",
  ],
  "renewal-record": (name) => [
    `El registro con el que se renueva el certificado no está en el DNS: TXT ${name}.`,
    "Para verlo y ponerlo otra vez: jabber-home certificate renew",
  ],
  "dns-missing": (records, count) => [
    `${count === 1 ? "Falta 1 registro en el DNS, sin el cual" : `Faltan ${count} registros en el DNS, sin los cuales`} los demás no encuentran este servidor: ${records}.`,
    "Mira qué hay que poner, y dónde: jabber-home dns",
  ],
  "dns-recommended": (records, count) => [
    `Con ${counted(count, "registro más", "registros más")} en el DNS funcionaría mejor: ${records}.`,
    "Mira qué hay que poner, y dónde: jabber-home dns",
  ],
  "dns-wrong": (records, count) => [
    `En el DNS, ${counted(count, "registro lleva", "registros llevan")} a otra parte: ${records}. Quien los sigue no encuentra este servidor.`,
    "Mira qué hay que cambiar, y dónde: jabber-home dns",
  ],
  "dns-stray": (records, count) => [
    `En el DNS hay ${counted(count, "registro que no es", "registros que no son")} de este servidor: ${records}.`,
    "Mira qué hay que eliminar, y por qué: jabber-home dns",
  ],
  "dns-silent": (names) => [
    `El DNS no responde por ${names}: los demás no encuentran este servidor, ni él a ellos.`,
    "Mira si funcionan los servidores de nombres del dominio (tu proveedor lo sabe), y si este equipo tiene a quién preguntar: cat /etc/resolv.conf",
  ],
  "no-internet": () => [
    "Este equipo no tiene salida a Internet: lo que depende de ella no se ha mirado.",
    "Mira el cable, la wifi y el router. Dentro de una misma casa se habla sin ella.",
  ],
  "port-taken": (address, listener, holder) => [
    `${address} (listen.${listener}) está en uso por ${holder}: el servidor no puede tenerlo.`,
    "Detén ese programa, o elige otro puerto en config.toml.",
  ],
  "port-taken-by-own": (address, listener, home) => [
    `${address} (listen.${listener}) está en uso por otro jabber-home, el de ${home}.`,
    "Detenlo, o elige otro puerto en config.toml: dos servidores no pueden compartir uno.",
  ],
  anotherProgram: "otro programa",
  program: (name, pid) => `${name} (proceso ${pid})`,
  "port-denied": (address, listener) => [
    `Este usuario no puede escuchar en ${address} (listen.${listener}): los puertos por debajo de 1024 son del administrador.`,
    "Como servicio sí puede: sudo jabber-home service install. O elige un puerto más alto en config.toml.",
  ],
  "port-impossible": (address, listener, code) => [
    `El servidor no puede escuchar en ${address} (listen.${listener}): ${code}. ¿Tiene este equipo esa dirección?`,
    "Escribe en config.toml una dirección de este equipo, o [::] para todas.",
  ],
  "port-silent": (address, listener) => [
    `El servidor escucha en ${address} (${listener}), y nadie logra entrar por ahí, ni siquiera desde este equipo.`,
    "Puede que lo impida un cortafuegos de este equipo: nft list ruleset, ufw status. O el servidor se ha quedado bloqueado: jabber-home service restart",
  ],
  "administrator-missing": () => [
    "Ninguna cuenta administra el servidor: si algo falla no se avisa a nadie, y nadie puede usar /admin.",
    "Crea una: jabber-home user add JID --admin",
  ],
  "uploads-missing": (missing, looked, example) => [
    `De los ${looked} archivos enviados más recientes, ${missing} no están en el disco (${example}): quien los abre ve un error.`,
    "¿Se borró la carpeta files, o no está montado su disco? Tómalos de una copia de seguridad, o di a la gente que se han perdido.",
  ],
  "push-failing": (service, accounts, failures) => [
    `${service}, que despierta los teléfonos de ${counted(accounts, "cuenta", "cuentas")}, ha fallado ${failures} veces seguidas: los mensajes llegan cuando se abre la aplicación.`,
    "¿Se llega a él? jabber-home federation lo muestra. Se vuelve a intentar automáticamente.",
  ],
  "rooms-ownerless": (count, example) => [
    `${counted(count, "sala ya no tiene", "salas ya no tienen")} propietario, por ejemplo ${example}: nadie puede cambiarla ni cerrarla.`,
    "Dale uno: jabber-home room affiliation SALA JID owner",
  ],
  "backup-off": () => [
    "No se hacen copias de seguridad: lo que pierda el disco, perdido queda.",
    "Haz que se haga una cada noche: backup.folder en config.toml. De vez en cuando, a mano: jabber-home backup --to ARCHIVO",
  ],
  "backup-none": (folder) => [
    `Todavía no hay ninguna copia de seguridad en ${folder}.`,
    "Haz una: jabber-home backup --to ARCHIVO. La próxima se hace sola por la noche, si el servidor está en marcha.",
  ],
  "backup-old": (folder, last) => [
    `La última copia de seguridad de ${folder} es del ${last}.`,
    "¿Está el servidor en marcha por la noche? Entonces mira por qué no hay ninguna: jabber-home logs. Ahora: jabber-home backup --to ARCHIVO",
  ],
  "service-none": () => [
    "El servidor de esta carpeta no es un servicio: cuando se reinicia el equipo, alguien tiene que arrancarlo.",
    "Conviértelo en uno: sudo jabber-home service install",
  ],
  "service-disabled": () => [
    "El servicio no arranca con el equipo: tras un corte de luz, el servidor se queda parado.",
    "Haz que arranque: sudo systemctl enable jabber-home",
  ],
  "service-stopped": () => [
    "El servicio no está en marcha: nadie puede conectarse.",
    "Arráncalo: sudo jabber-home service start. Si se para otra vez: jabber-home logs",
  ],
  "service-failed": (why) => [
    `El servicio se ha parado solo (${why}): nadie puede conectarse.`,
    "Mira por qué: jabber-home logs. Cuando esté arreglado: sudo jabber-home service start",
  ],
  "service-other": () => [
    "La unidad del servicio no es la que escribiría esta versión: pueden faltarle permisos que necesita, o protección.",
    "Escríbela de nuevo: sudo jabber-home service install. Para verla antes: jabber-home service install --dry-run",
  ],
  "service-program": (path) => [
    `El servicio ha de ejecutar ${path}, y ese programa no existe: no arranca.`,
    "Instálalo de nuevo: sudo jabber-home service install",
  ],
  "service-hidden": (option, path) => [
    `El servicio no puede usar ${path} (${option}): su unidad le cierra esa carpeta.`,
    "Para una carpeta de copias de seguridad: sudo jabber-home service install, que se la abre. Para un archivo que solo lee: una copia fuera de /home y /root.",
  ],
  "log-errors": (count, event, at) => [
    `El servidor ha anotado ${counted(count, "error", "errores")} en un día, el último el ${at}: ${event}.`,
    "Para leerlos: jabber-home logs",
  ],
};
