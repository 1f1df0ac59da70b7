/** `jabber-home paths` and `config check`, in Portuguese. */
import type { home as en } from "../en/home.ts";

export const home: typeof en = {
  configIsRight: (file) => `${file} está certo`,
  live: (options) => `aplica-se sem reiniciar (jabber-home service reload): ${options}`,
  restart: (options) => `aplica-se no próximo início (jabber-home service restart): ${options}`,
  paths: {
    home: "pasta",
    config: "configuração",
    database: "base de dados",
    certificate: "certificado",
    controlSocket: "socket de controlo",
    secret: "segredo",
    lock: "bloqueio",
  },
};
