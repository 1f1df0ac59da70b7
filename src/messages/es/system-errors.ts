/** What the system refuses that is no file of the home, and what to do about it, in Spanish. */
import type { systemErrors as english, UnusableRoots } from "../en/system-errors.ts";

/** By the system's codes. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "este archivo no existe",
  EACCES: "permiso denegado",
  EPERM: "permiso denegado",
  EISDIR: "es una carpeta",
  ENOTDIR: "lo que va antes de la última / es un archivo, y no una carpeta",
};

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable
    ? `no se puede leer ${path} (${UNREADABLE[unreadable.code] ?? unreadable.why})`
    : `no hay ningún certificado en ${path}`;

export const systemErrors: typeof english = {
  notPermitted: "hazlo como dueño de la carpeta, o con sudo",
  readOnly: "elige una carpeta en la que se pueda escribir, con --home CARPETA",
  diskFull: "haz sitio en el disco",
  notFolder: "elige otra carpeta con --home CARPETA",
  addressInUse: "detén lo que usa el puerto, o elige otro con --set listen.NOMBRE=DIRECCIÓN:PUERTO",
  lowPort:
    "los puertos por debajo de 1024 son del administrador: sudo jabber-home service install lo convierte en un servicio, que sí puede usarlos; o elige uno más alto con --set listen.NOMBRE=DIRECCIÓN:PUERTO",
  noSuchAddress: "este equipo no tiene esa dirección: cámbiala en config.toml",
  noSuchFamily: "escribe en config.toml una dirección IPv4, o [::] para todas las direcciones que haya",
  noSuchFile: "mira el nombre del archivo",
  isFolder: "indica un archivo, no una carpeta",
  listening: {
    EADDRINUSE: (place) => `${place}: este puerto ya está en uso`,
    EACCES: (place) => `${place}: no está permitido escuchar en este puerto`,
    EADDRNOTAVAIL: (place) => `${place}: este equipo no tiene esa dirección`,
    EAFNOSUPPORT: (place) => `${place}: es una dirección IPv6, y en este equipo IPv6 está desactivado`,
  },
  notListening: (place, why) => `${place}: no se puede escuchar en este puerto (${why})`,
  roots: (roots) => [unusableRoots(roots), "lo nombra SSL_CERT_FILE; corrige esa variable, o quítala"],
  auth: {
    "no-pam": (detail) => [
      `este equipo no tiene PAM con el que comprobar las contraseñas (auth.source = "system"): ${detail}`,
      'instálalo (Debian: libpam0g, libpam-modules; Fedora: pam); en Alpine y otros sistemas con musl no se puede usar: escribe source = "internal" en la sección [auth] de config.toml',
    ],
    "no-pam-service": (detail) => [
      `falta ${detail}, que dice a PAM cómo comprobar las contraseñas (auth.source = "system")`,
      "ejecuta otra vez sudo jabber-home setup, que lo escribe; lo que dice: docs/accounts.md",
    ],
    "no-program": (detail) => [
      `no se puede ejecutar ${detail}, que ha de comprobar las contraseñas (auth.command)`,
      "escribe en la sección [auth] de config.toml la ruta completa de un programa que pueda ejecutar el usuario del servidor",
    ],
  },
  homeIsOpen: (home, mode) => [
    `otros pueden cambiar lo que hay en ${home} (su modo es ${mode})`,
    `elige una carpeta solo para esto con --home CARPETA, o cierra esta: chmod 700 ${home}`,
  ],
};
