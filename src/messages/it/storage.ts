/** The command by which people see what the server keeps for them, in Italian. */
import type { storage as en } from "../en/storage.ts";

export const storage: typeof en = {
  title: "Il mio spazio",
  instructions: "Ciò che questo server conserva per te. Quello che elimini nella tua app libera spazio.",
  total: "In tutto",
  parts: {
    archive: "Cronologia delle conversazioni",
    files: "File che hai inviato",
    offline: "Messaggi che ti aspettano",
    pubsub: "Ciò che pubblichi: immagini, segnalibri, chiavi",
    roster: "Contatti",
    private: "Impostazioni delle tue app",
    vcard: "Il tuo profilo",
    blocking: "Indirizzi bloccati",
    reports: "Le tue segnalazioni di abusi",
  },
};
