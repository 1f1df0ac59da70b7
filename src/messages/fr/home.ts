/** `jabber-home paths` and `config check`, in French. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} est correct`,
  paths: {
    home: "dossier",
    config: "configuration",
    database: "base de données",
    certificate: "certificat",
    controlSocket: "prise de contrôle",
    secret: "secret",
    lock: "verrou",
  },
};
