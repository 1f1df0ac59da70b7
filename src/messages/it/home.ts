/** `jabber-home paths` and `config check`, in Italian. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} è corretto`,
  live: (options) => `valgono senza riavvio (jabber-home service reload): ${options}`,
  restart: (options) => `valgono dal prossimo avvio (jabber-home service restart): ${options}`,
  paths: {
    home: "cartella",
    config: "configurazione",
    database: "database",
    certificate: "certificato",
    controlSocket: "socket di controllo",
    secret: "segreto",
    lock: "blocco",
  },
};
