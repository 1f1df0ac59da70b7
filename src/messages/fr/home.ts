/** `jabber-home paths` and `config check`, in French. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} est correct`,
  live: (options) => `pris en compte sans redémarrage (jabber-home service reload) : ${options}`,
  restart: (options) => `pris en compte au prochain démarrage (jabber-home service restart) : ${options}`,
  paths: {
    home: "dossier",
    config: "configuration",
    database: "base de données",
    certificate: "certificat",
    controlSocket: "socket de contrôle",
    secret: "secret",
    lock: "verrou",
  },
};
