/** `jabber-home paths` and `config check`, in German. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} ist in Ordnung`,
  live: (options) => `übernimmt ein laufender Server sofort (jabber-home service reload): ${options}`,
  restart: (options) => `übernimmt er beim nächsten Start (jabber-home service restart): ${options}`,
  paths: {
    home: "Datenordner",
    config: "Konfiguration",
    database: "Datenbank",
    certificate: "Zertifikat",
    controlSocket: "Steuersocket",
    secret: "Geheimnis",
    lock: "Sperre",
  },
};
