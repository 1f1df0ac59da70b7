/** Ce que dit `domain rename`. */
import type { domains as en } from "../en/domains.ts";
import { counted } from "./units.ts";

export const domains: typeof en = {
  notDomain: (given) => [`« ${given} » n'est pas un domaine`, "écrivez-le seul, comme exemple.fr"],
  notServed: (domain, served) => [`${domain} n'est pas servi ici`, `ce qui est servi ici : ${served}`],
  served: (domain) => [
    `${domain} est déjà un autre domaine de ce serveur`,
    "deux domaines ne peuvent pas n'en faire qu'un : choisissez un nom qui n'est pas utilisé ici",
  ],
  inUse: (domain) => [
    `la base contient encore des comptes ou des salons de ${domain}`,
    "remettez-le dans config.toml (domains), supprimez-les, puis retirez-le",
  ],
  service: (name) => [
    `${name} est le nom d'un service de l'autre domaine, par exemple de ses salons`,
    "choisissez un autre nom",
  ],
  space: (needed, free) => [
    `il n'y a pas assez de place sur le disque : il faut ${needed}, aussi pour une copie de la base, et ${free} sont libres`,
    "faites de la place, puis recommencez",
  ],
  runsNow: (home) => [
    `le serveur de ${home} tourne`,
    "arrêtez-le d'abord : jabber-home service stop, ou Ctrl-C dans sa fenêtre ; pour voir ce qui changerait, il peut tourner : --dry-run",
  ],
  plan: (from, to) => `${from} devient ${to} :`,
  accounts: (count) => counted(count, "compte", "comptes"),
  rooms: (count) => counted(count, "salon", "salons"),
  messages: (count) => counted(count, "message de l'historique", "messages de l'historique"),
  services: (names) => `services : ${names}`,
  nothingDone: "Rien n'a été changé.",
  question: (from, to) => `Renommer ${from} en ${to} ?`,
  irrevocable: "chacun reçoit une nouvelle adresse et doit se reconnecter",
  notDone: "rien n'a été changé",
  tellQuestion: "Annoncer les nouvelles adresses aux contacts d'autres serveurs, une fois le serveur démarré ?",
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)} % (${done} sur ${total})`,
  done: (from, to) => `${from} s'appelle maintenant ${to}.`,
  copy: (folder) =>
    `La base et config.toml d'avant sont dans ${folder}. Pour revenir en arrière, remettez-les à la place des actuels, serveur arrêté ; supprimez le dossier quand tout va bien.`,
  apps: (to) =>
    `Chacun doit se reconnecter dans ses applications : avec le même nom chez ${to}, et le même mot de passe. Historique, contacts et salons y sont.`,
  records: (to) => `Les enregistrements DNS de ${to} ; jabber-home dns montre lesquels sont visibles :`,
  noRecords: (to) => `${to} est le nom d'un réseau local : il n'y a rien à publier.`,
  certificate: {
    acme: (to) => `Le certificat de ${to} est obtenu au prochain démarrage, dès que ses enregistrements mènent ici.`,
    files: (to) =>
      `Mettez un certificat de ${to} là où le dit config.toml : certificate.chain_file, certificate.key_file.`,
    "self-signed": (to) => `Un certificat de ${to} est créé au prochain démarrage.`,
  },
  former: (from) =>
    `Tant que les enregistrements de ${from} mènent ici, ce qui est envoyé aux anciennes adresses arrive (former_domains dans config.toml), et les liens vers les fichiers restent valables.`,
  told: "Les contacts d'autres serveurs sont prévenus dès que le serveur tourne ; c'est leur serveur qui décide s'ils suivent d'eux-mêmes.",
  notTold:
    "Les contacts d'autres serveurs n'ont pas été prévenus : ils voient la nouvelle adresse quand on leur écrit, et doivent l'accepter.",
  components: (names) => `Les composants externes gardent leur nom : ${names}`,
  next: "Démarrez ensuite le serveur : jabber-home run, ou jabber-home service start",
};
