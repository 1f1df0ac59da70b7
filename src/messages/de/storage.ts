/** The command by which people see what the server keeps for them, in German. */
import type { storage as en } from "../en/storage.ts";

export const storage: typeof en = {
  title: "Mein Speicherplatz",
  instructions: "Wie viel dieser Server für dich aufbewahrt. Was du in deiner App löschst, macht Platz.",
  total: "Alles zusammen",
  parts: {
    archive: "Verlauf der Unterhaltungen",
    files: "Dateien, die du verschickt hast",
    offline: "Nachrichten, die auf dich warten",
    pubsub: "Was du veröffentlichst: Bilder, Lesezeichen, Schlüssel",
    roster: "Kontakte",
    private: "Einstellungen deiner Apps",
    vcard: "Dein Profil",
    blocking: "Blockierte Adressen",
    reports: "Deine Meldungen von Missbrauch",
  },
};
