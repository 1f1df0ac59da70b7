/** The command by which people see what the server keeps for them, in Portuguese. */
import type { storage as en } from "../en/storage.ts";

export const storage: typeof en = {
  title: "O meu espaço",
  instructions: "O que este servidor guarda para si. O que eliminar na sua aplicação liberta espaço.",
  total: "Ao todo",
  parts: {
    archive: "Histórico das conversas",
    files: "Ficheiros que enviou",
    offline: "Mensagens à sua espera",
    pubsub: "O que publica: imagens, marcadores, chaves",
    roster: "Contactos",
    private: "Definições das suas aplicações",
    vcard: "O seu perfil",
    blocking: "Endereços bloqueados",
    reports: "As suas denúncias de abuso",
  },
};
