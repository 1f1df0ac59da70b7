/** What was done, in French. */
import type { audit as en } from "../en/audit.ts";

export const audit: typeof en = {
  nothing: "rien pour l'instant",
  by: (door, account) =>
    account === null
      ? "en ligne de commande"
      : `${account} (${door === "app" ? "dans une application" : "sur une page"})`,
  entry: (by, deed) => `${by} : ${deed}`,
  more: (count) => `et ${count} de plus`,
  acts: {
    "accounts.add": (whom) => `a créé ${whom}`,
    "accounts.appoint": (whom) => `a nommé ${whom} administrateur`,
    "accounts.introduce": (whom) => `a mis en contact ${whom}`,
    "accounts.setPassword": (whom) => `a changé le mot de passe de ${whom}`,
    "accounts.remove": (whom) => `a supprimé ${whom}`,
    "accounts.disable": (whom) => `a désactivé ${whom}`,
    "accounts.enable": (whom) => `a réactivé ${whom}`,
    "accounts.setAdministrators": (whom) => `a nommé administrateurs ${whom}`,
    "sessions.end": (whom) => `a déconnecté ${whom}`,
    "announcements.tell": (whom, what) =>
      whom === "" ? `a annoncé : ${what}` : `a annoncé à ${whom} seulement : ${what}`,
    "announcements.announce": (_, what) => `a annoncé à ceux qui étaient en ligne : ${what}`,
    "announcements.setMotd": (_, what) => `a fixé le message du jour : ${what}`,
    "announcements.editMotd": (_, what) => `a corrigé le message du jour : ${what}`,
    "announcements.deleteMotd": () => "a supprimé le message du jour",
    "announcements.setWelcome": (_, what) => `a fixé le message d'accueil des nouveaux comptes : ${what}`,
    "announcements.deleteWelcome": () => "a supprimé le message d'accueil des nouveaux comptes",
    "rooms.create": (whom) => `a créé le salon ${whom}`,
    "rooms.destroy": (whom) => `a supprimé le salon ${whom}`,
    "rooms.setAffiliation": (whom, what) => `affiliation « ${what} » dans un salon : ${whom}`,
    "invitations.create": (whom, what) => `a créé une invitation${whom && ` pour ${whom}`}${what && ` (${what})`}`,
    "invitations.reset": (whom) => `a créé un lien pour un nouveau mot de passe de ${whom}`,
    "invitations.revoke": (whom) => `a révoqué l'invitation ${whom}`,
    "circles.create": (whom, what) =>
      whom === "" ? `a créé le cercle « ${what} »` : `a créé le cercle « ${what} » avec ${whom}`,
    "circles.rename": (whom, what) => `a renommé le cercle « ${whom} » : « ${what} »`,
    "circles.remove": (_, what) => `a supprimé le cercle « ${what} »`,
    "circles.add": (whom, what) => `a ajouté au cercle « ${what} » : ${whom}`,
    "circles.kick": (whom, what) => `a retiré du cercle « ${what} » : ${whom}`,
    "files.removeNamed": (whom) => `a supprimé des fichiers de ${whom}`,
    "files.prune": (whom) => (whom === "" ? "a supprimé des fichiers" : `a supprimé des fichiers de ${whom}`),
    "files.remove": (whom) => `a supprimé le fichier ${whom}`,
    "moveIn.start": (whom, what) => `a fait venir ${what} dans ${whom}`,
    "import.start": (_, what) => `a importé de ${what}`,
    "domain.rename": (_, what) => `a donné un autre nom à un domaine : ${what}`,
    "backup.make": () => "a fait une sauvegarde",
    "export.all": () => "a exporté tout ce qui est à chaque compte",
    "export.account": (whom) => `a exporté tout ce qui est à ${whom}`,
    "certificate.renew": () => "a fait renouveler le certificat",
  },
};
