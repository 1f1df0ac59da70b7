/** The command by which people see what the server keeps for them, in Dutch. */
import type { storage as en } from "../en/storage.ts";

export const storage: typeof en = {
  title: "Mijn opslag",
  instructions: "Hoeveel deze server voor je bewaart. Wat je in je app verwijdert, maakt ruimte.",
  total: "Alles samen",
  parts: {
    archive: "Geschiedenis van gesprekken",
    files: "Bestanden die je hebt gestuurd",
    offline: "Berichten die op je wachten",
    pubsub: "Wat je publiceert: foto's, bladwijzers, sleutels",
    roster: "Contacten",
    private: "Instellingen van je apps",
    vcard: "Je profiel",
    blocking: "Geblokkeerde adressen",
    reports: "Je meldingen van misbruik",
  },
};
