/** `jabber-home paths` and `config check`, in Spanish. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} es correcto`,
  live: (options) => `un servidor en marcha lo toma enseguida (jabber-home service reload): ${options}`,
  restart: (options) => `se toma en el próximo arranque (jabber-home service restart): ${options}`,
  paths: {
    home: "carpeta",
    config: "configuración",
    database: "base de datos",
    certificate: "certificado",
    controlSocket: "socket de control",
    secret: "secreto",
    lock: "cerrojo",
  },
};
