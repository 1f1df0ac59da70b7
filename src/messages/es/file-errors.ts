/** What is wrong with the files of a home, and what to do about it, in Spanish. */
import type { fileErrors as en } from "../en/file-errors.ts";

export const fileErrors: typeof en = {
  "home-no-folder": ({ home }) => [`${home} no es una carpeta`, "elige otra con --home CARPETA, o aparta ese archivo"],
  "home-shut": ({ home }) => [`no se puede modificar ${home}`, `date permiso: chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }) => [
    `el servidor de ${home} es del servicio de este equipo`,
    joins ? `${command}  (sin sudo en cuanto vuelvas a iniciar sesión en el equipo: estás en su grupo)` : command,
  ],
  "home-of-other": ({ home, owner, command }) => [`${home} es de ${owner}`, command],
  "file-of-other": ({ path, owner, remedy }) => [
    `${path} es de ${owner}, y no del dueño de la carpeta`,
    `devuélveselo: ${remedy}`,
  ],
  "file-shut": ({ path }) => [`no se puede leer ni modificar ${path}`, `date permiso: chmod u+rw ${path}`],
  "not-permitted": ({ path }) => [`${path}: permiso denegado`, "hazlo como dueño de la carpeta, o con sudo"],
  "read-only": ({ path }) => [
    `${path} está en un sistema de archivos de solo lectura`,
    "en eso se convierte un disco o una tarjeta SD que falla: mira  dmesg  y cámbialo por otro; si no, móntalo para escribir, o elige otra carpeta con --home CARPETA",
  ],
  "disk-full": ({ path }) => [
    `el disco está lleno: no hay sitio para ${path}`,
    `haz sitio en él, y empieza de nuevo: df -h ${path}`,
  ],
  "disk-fails": ({ path, why }) => [
    `el disco falla: no se pudo leer o escribir ${path} (${why})`,
    "mira  dmesg  y copia la carpeta a otro disco mientras se pueda",
  ],
  "no-file": ({ path }) => [
    `${path} es una carpeta o un dispositivo, y no un archivo`,
    `apártalo: mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }) => [
    `${path} ocupa el sitio de lo que el servidor crea con ese nombre`,
    `apártalo: mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }) => [
    `${path} es un enlace a algo que no está`,
    `si está en otro disco, móntalo; adónde lleva: ls -l ${path}`,
  ],
  "no-such-file": ({ path }) => [`${path} no existe`, "mira el nombre del archivo"],
  "is-folder": ({ path }) => [`${path} es una carpeta`, "indica un archivo"],
  "below-file": ({ path }) => [
    `${path} no puede existir: lo que va antes de su última / es un archivo, y no una carpeta`,
    "elige otra carpeta con --home CARPETA",
  ],
  "home-locked": ({ home, pid }) => [
    `${home} lo está usando ${pid === undefined ? "otro proceso" : `el proceso ${pid}`}`,
    "detenlo antes, o elige otra carpeta con --home CARPETA",
  ],
  "update-unfinished": ({ home }) => [
    `una actualización de ${home} no ha terminado: la versión nueva todavía no ha demostrado que funciona`,
    "arranca el servidor, y repite esto: jabber-home service start, o jabber-home run",
  ],
  "database-newer": ({ path, program, here }) =>
    program === undefined
      ? [
          `${path} lo escribió una versión más reciente de este programa, y esta es la versión ${here}`,
          "usa aquella versión, o una posterior",
        ]
      : [
          `${path} lo escribió la versión ${program} de este programa, y esta es la versión ${here}`,
          `instala la versión ${program}, o una posterior`,
        ],
  "lock-damaged": ({ path }) => [`${path} está dañado; no contiene nada de valor`, `elimínalo: rm ${path}`],
  "database-damaged": ({ path, why }) => [
    `la base de datos ${path} está dañada (${why})`,
    `toma la última copia de seguridad: jabber-home restore ARCHIVO --replace; si no hay ninguna, salva lo que se pueda leer, ponlo en su lugar, y elimina ${path}-wal y ${path}-shm: sqlite3 ${path} .recover | sqlite3 ${path}.saved  (con el sqlite3 de sqlite.org, 3.43 o posterior: el de Debian 12 no sabe hacerlo)`,
  ],
};
