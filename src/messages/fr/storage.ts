/** The command by which people see what the server keeps for them, in French. */
import type { storage as en } from "../en/storage.ts";

export const storage: typeof en = {
  title: "Mon espace",
  instructions: "Ce que ce serveur conserve pour vous. Ce que vous supprimez dans votre application fait de la place.",
  total: "En tout",
  parts: {
    archive: "Historique des conversations",
    files: "Fichiers que vous avez envoyés",
    offline: "Messages qui vous attendent",
    pubsub: "Ce que vous publiez : images, favoris, clés",
    roster: "Contacts",
    private: "Réglages de vos applications",
    vcard: "Votre profil",
    blocking: "Adresses bloquées",
    reports: "Vos signalements d'abus",
  },
};
