/** The service of systemd, in the wizard and in `jabber-home service`, in French. */
import type { service as en } from "../en/service.ts";

export const service: typeof en = {
  question: "Le démarrer maintenant, et à chaque démarrage de la machine ?",
  questionLocal: "Le démarrer maintenant ?",
  modes: {
    service: "Oui, comme service",
    foreground: "Maintenant, dans cette fenêtre",
    later: "Non, je le démarrerai moi-même",
    already: "Non, il tourne déjà",
  },
  installing: "installation et démarrage du service",
  failed: "Le service ne tourne pas",
  blocked: "Il ne peut pas encore démarrer",
  problems: {
    "no-systemd":
      "ce système n'a pas systemd : jabber-home service file  affiche ce qu'il faut à son propre gestionnaire",
    "no-manager": (given, managers) =>
      `« ${given} » n'est pas un gestionnaire de services connu ici : choisissez parmi ${managers}`,
    "not-administrator": "réservé à l'administrateur : mettez sudo devant",
    "not-compiled": "seul le programme compilé peut devenir un service : npm run build le fabrique",
    "not-set-up": (home) => `${home} n'a pas de config.toml : lancez jabber-home setup --home ${home}`,
    path: (path) => `${path} : choisissez un chemin fait de lettres, de chiffres et de . _ @ + -`,
    failed: (command, output) => `${command} : ${output}`,
  },
  installed: "le service est installé et tourne",
  joined: (person) => `${person} s'en servira sans sudo dès sa prochaine ouverture de session`,
  removed: (home) => `le service est retiré ; ${home} et son utilisateur restent`,
  done: {
    start: "le service tourne",
    stop: "le service est arrêté",
    restart: "le service a redémarré",
    reload: "le service a relu config.toml ; ce qu'il en dit : jabber-home logs",
  },
  notInstalled: "le service n'est pas installé : jabber-home service install",
  logs: {
    notANumber: (given) => `« ${given} » n'est pas un nombre de lignes : écrivez par exemple --lines 1000`,
    notADuration: (given) => `« ${given} » n'est pas une durée : écrivez par exemple --since 1h`,
    notShown: "le journal de systemd n'a pas pu être lu",
    withSudo: (command) => `journald le montre aux administrateurs et au groupe systemd-journal : ${command}`,
    elsewhere: (pid, target) =>
      `Le journal du serveur (processus ${pid}) va là où il a été lancé${target === undefined ? "" : `, ${target}`}.\n  2>> FICHIER  derrière la commande de lancement le garde, pour le montrer ici.`,
    notRunning: (command) =>
      `Le serveur ne tourne pas ; ce n'est pas non plus un service, dont systemd\ngarderait le journal.\n  ${command}\n  l'écrit sur le terminal ; avec  2>> FICHIER  derrière, dans un fichier.`,
  },
  state: (state, isEnabled) => `${state}, ${isEnabled ? "démarre" : "ne démarre pas"} avec la machine`,
};
