/** `jabber-home paths` and `config check`, in Dutch. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} klopt`,
  live: (options) => `geldt meteen voor een draaiende server (jabber-home service reload): ${options}`,
  restart: (options) => `geldt vanaf de volgende start (jabber-home service restart): ${options}`,
  paths: {
    home: "map",
    config: "configuratie",
    database: "database",
    certificate: "certificaat",
    controlSocket: "besturingssocket",
    secret: "geheim",
    lock: "slot",
  },
};
