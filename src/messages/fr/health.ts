/** What is found of a home and its names, and what helps, in French. */
import type { health as en } from "../en/health.ts";
import { counted } from "./units.ts";

export const health: typeof en = {
  "server-stopped": () => [
    "Le serveur ne tourne pas.",
    "Pour le démarrer : jabber-home run, ou jabber-home service start",
  ],
  "server-silent": (pid) => [
    `Le processus ${pid} occupe ce dossier et ne répond pas : il démarre, s'arrête, ou il est bloqué.`,
    "Attendez une minute et regardez de nouveau. Si rien ne change, redémarrez-le : jabber-home service restart, ou mettez fin à ce processus.",
  ],
  "server-version": (running, here) => [
    `Le serveur qui tourne est en version ${running}, le programme installé en version ${here}.`,
    "Redémarrez-le pour que la nouvelle version serve : jabber-home service restart",
  ],
  "version-old": (newest, here) => [
    `Il y a une version plus récente de jabber-home : ${newest}. Celle-ci est la ${here}.`,
    "Voyez ce qui serait fait : jabber-home update --check. Ensuite : jabber-home update",
  ],
  "lock-damaged": (path) => [
    `Le verrou de ce dossier (${path}) est abîmé : le serveur ne démarre pas. Il ne contient rien de précieux.`,
    `Supprimez-le : rm ${path}`,
  ],
  "server-root": () => [
    "Le serveur tourne en tant que root : qui y trouve une faille tient toute la machine.",
    "Faites-en un service avec son propre utilisateur : jabber-home service install",
  ],
  "config-missing": (path) => [
    `Rien n'a été installé ici : ${path} n'existe pas, ou ne nomme aucun domaine.`,
    "Pour l'installer : jabber-home setup. Ou nommez le dossier du serveur : --home DOSSIER",
  ],
  "config-unreadable": (path, why) => [
    `Impossible de lire ${path} : ${why}.`,
    "Ce doit être un fichier de l'utilisateur qui fait tourner le serveur : ls -l montre à qui il est.",
  ],
  "config-wrong": (problem) => [
    `Le serveur ne démarre pas avec ce config.toml. ${problem}`,
    "Corrigez-le, puis vérifiez : jabber-home config check",
  ],
  "config-hint": (problem) => [`Dans config.toml, un point peut être amélioré. ${problem}`],
  "home-missing": (path) => [
    `Le dossier ${path} n'existe pas.`,
    "Nommez celui du serveur : --home DOSSIER. S'il est sur un autre disque, montez-le. Pour un nouveau serveur : jabber-home setup",
  ],
  "home-shut": (path) => [
    `Cet utilisateur n'a pas le droit d'ouvrir ${path} : presque rien n'a pu être vérifié.`,
    "Regardez en tant qu'administrateur : sudo jabber-home doctor",
  ],
  "home-no-folder": (path) => [
    `${path} est un fichier, et il faut ici un dossier.`,
    `Mettez-le de côté : mv ${path} ${path}.old`,
  ],
  "home-open": (path, mode) => [
    `D'autres utilisateurs de cette machine peuvent ouvrir ${path} (droits ${mode}) : les messages de tout le monde y sont.`,
    `Fermez-le : chmod 700 ${path}`,
  ],
  "file-open": (path, mode, more) => [
    `D'autres utilisateurs de cette machine peuvent lire ${path} (droits ${mode})${more > 0 ? `, et ${counted(more, "autre fichier", "autres fichiers")}` : ""} : il contient des messages ou des clés.`,
    `Fermez-le : chmod 600 ${path}`,
  ],
  "file-locked": (path, mode) => [
    `Le serveur n'a pas le droit de lire et d'écrire ${path} (droits ${mode}).`,
    `Rendez-lui ce droit : chmod 600 ${path}`,
  ],
  "file-foreign": (path, more, owner, wanted, home) => [
    `${path} appartient à ${owner}${more > 0 ? `, comme ${counted(more, "autre fichier", "autres fichiers")}` : ""}, et le dossier à ${wanted} : le serveur ne peut pas s'en servir.`,
    `Rendez-le-lui : sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path) => [
      `${path} n'est pas un fichier, et il en faut un à cet endroit.`,
      `Mettez-le de côté : mv ${path} ${path}.old`,
    ],
    folder: (path) => [
      `${path} n'est pas un dossier, et il en faut un à cet endroit.`,
      `Mettez-le de côté : mv ${path} ${path}.old`,
    ],
    socket: (path) => [
      `${path} occupe la place de la socket par laquelle cette commande parle au serveur.`,
      `Mettez-le de côté : mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path, target) => [
    `${path} mène à ${target}, où il n'y a rien : le disque n'est-il pas monté ?`,
    "Montez-le, puis redémarrez le serveur.",
  ],
  "secret-damaged": (path) => [
    `${path} est abîmé : le serveur en fera un nouveau, et tous ceux qui sont connectés à ses pages devront se reconnecter.`,
    "Reprenez-le d'une sauvegarde, s'il y en a une : jabber-home restore",
  ],
  "import-unfinished": (path, size) => [
    `Une importation a été commencée et n'est pas finie : ${size} de messages attendent dans ${path}.`,
    "Recommencez-la avec la même source, elle continue où elle en était : jabber-home import SOURCE",
    `Si vous n'en voulez plus : rm ${path}`,
  ],
  "database-missing": (path, backups) => [
    `La base de données ${path} n'est pas là, alors que ce serveur a déjà servi : s'il démarre maintenant, il repart de rien.`,
    backups
      ? "Reprenez la dernière sauvegarde : jabber-home restore FICHIER"
      : "Si elle est sur un autre disque, montez-le avant de démarrer le serveur.",
  ],
  "database-damaged": (path, why) => [
    `La base de données ${path} est abîmée : ${why}.`,
    "Arrêtez le serveur et reprenez la dernière sauvegarde : jabber-home restore FICHIER",
    "Regardez aussi le disque : une carte ou un disque qui lâche abîmera encore la suivante. dmesg montre ses erreurs.",
  ],
  "database-index": (path, why) => [
    `Un index de la base de données ${path} est abîmé, mais pas les messages : ${why}.`,
    "Arrêtez le serveur et faites-le refaire : jabber-home doctor --fix",
  ],
  "database-newer": (path, by) => [
    `La base de données ${path} vient ${by === "" ? "d'une version plus récente" : `de la version ${by}`} de jabber-home : celle-ci ne démarre pas avec.`,
    "Prenez cette version-là, ou une plus récente : jabber-home update. Pour revenir en arrière, il y a la sauvegarde faite avant la mise à jour.",
  ],
  "log-large": (size) => [
    `Le journal de la base de données fait ${size} et ne passe plus dans le fichier : il prend de la place et ralentit le démarrage.`,
    "Si le serveur tourne, redémarrez-le. S'il est arrêté : jabber-home doctor --fix",
  ],
  "database-unused": (unused, size) => [
    `Sur ${size}, la base de données en a ${unused} de vides : ce qui s'y trouvait a été effacé.`,
    "Cette place resservira ; pour la récupérer tout de suite, arrêtez le serveur : jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder) => [
    `La clé dans ${folder} n'est pas celle du certificat qui s'y trouve : le serveur en prend un qu'il signe lui-même, et les applications préviennent.`,
    "Obtenez-en un nouveau : jabber-home certificate renew",
  ],
  "certificate-none": () => [
    "L'autorité n'a encore délivré aucun certificat : le serveur en utilise un qu'il a signé lui-même, et les applications préviennent.",
    "Voyez pourquoi : jabber-home certificate. Ce qu'il faut à une autorité : jabber-home dns --outside",
  ],
  "renewal-port": (port, challenge) => [
    `Le certificat ne peut pas être renouvelé de la façon choisie (${challenge}) : l'autorité n'arrive pas à entrer par le port ${port}.`,
    "Ouvrez ce port, sur cette machine et sur la box (jabber-home dns --outside le vérifie), ou prouvez le domaine par DNS : jabber-home setup",
  ],
  "renewal-record": (name) => [
    `L'enregistrement qui permet de renouveler le certificat n'est pas dans le DNS : TXT ${name}.`,
    "Pour le voir et le remettre : jabber-home certificate renew",
  ],
  "dns-missing": (records, count) => [
    `Il manque ${counted(count, "enregistrement", "enregistrements")} dans le DNS, sans ${count === 1 ? "lequel" : "lesquels"} ce serveur est introuvable : ${records}.`,
    "Voyez quoi saisir, et où : jabber-home dns",
  ],
  "dns-recommended": (records, count) => [
    `Avec ${counted(count, "enregistrement", "enregistrements")} de plus dans le DNS, tout irait mieux : ${records}.`,
    "Voyez quoi saisir, et où : jabber-home dns",
  ],
  "dns-wrong": (records, count) => [
    `Dans le DNS, ${counted(count, "enregistrement mène", "enregistrements mènent")} ailleurs : ${records}. Qui les suit ne trouve pas ce serveur.`,
    "Voyez quoi changer, et où : jabber-home dns",
  ],
  "dns-stray": (records, count) => [
    `Dans le DNS, ${counted(count, "enregistrement n'est pas", "enregistrements ne sont pas")} de ce serveur : ${records}.`,
    "Voyez quoi retirer, et pourquoi : jabber-home dns",
  ],
  "dns-silent": (names) => [
    `Le DNS ne répond pas pour ${names} : les autres ne trouvent pas mieux ce serveur, et lui ne les trouve pas.`,
    "Voyez si les serveurs de noms du domaine fonctionnent (votre hébergeur le sait), et si cette machine en a un à interroger : cat /etc/resolv.conf",
  ],
  "no-internet": () => [
    "Cette machine n'a pas d'accès à Internet : ce qui en dépend n'a pas été vérifié.",
    "Regardez le câble, le Wi-Fi et la box. Dans la maison, on se parle même sans lui.",
  ],
  "port-taken": (address, listener, holder) => [
    `${address} (listen.${listener}) est pris par ${holder} : le serveur ne peut pas l'avoir.`,
    "Arrêtez ce programme, ou choisissez un autre port dans config.toml.",
  ],
  "port-taken-by-own": (address, listener, home) => [
    `${address} (listen.${listener}) est pris par un autre jabber-home, celui de ${home}.`,
    "Arrêtez-le, ou choisissez un autre port dans config.toml : deux serveurs ne peuvent pas partager le même.",
  ],
  anotherProgram: "un autre programme",
  program: (name, pid) => `${name} (processus ${pid})`,
  "port-denied": (address, listener) => [
    `Cet utilisateur n'a pas le droit d'écouter sur ${address} (listen.${listener}) : les ports au-dessous de 1024 sont réservés à l'administrateur.`,
    "En tant que service, il l'a : sudo jabber-home service install. Ou choisissez un port plus élevé dans config.toml.",
  ],
  "port-impossible": (address, listener, code) => [
    `Le serveur ne peut pas écouter sur ${address} (listen.${listener}) : ${code}. Cette machine a-t-elle cette adresse ?`,
    "Écrivez dans config.toml une adresse de cette machine, ou [::] pour toutes.",
  ],
  "port-silent": (address, listener) => [
    `Le serveur écoute sur ${address} (${listener}), et personne n'y entre, même depuis cette machine.`,
    "Un pare-feu de cette machine l'empêche peut-être : nft list ruleset, ufw status. Ou le serveur est bloqué : jabber-home service restart",
  ],
  "administrator-missing": () => [
    "Aucun compte n'est administrateur : personne n'est prévenu en cas de problème, et personne ne peut utiliser /admin.",
    "Pour en faire un : jabber-home user add ADRESSE --admin",
  ],
  "uploads-missing": (missing, looked, example) => [
    `Sur les ${looked} derniers fichiers envoyés, ${missing} ne sont plus sur le disque (${example}) : qui les ouvre voit une erreur.`,
    "Le dossier files a-t-il été effacé, ou son disque n'est-il pas monté ? Reprenez-les d'une sauvegarde, ou dites aux gens qu'ils sont perdus.",
  ],
  "push-failing": (service, accounts, failures) => [
    `${service}, qui réveille les téléphones de ${counted(accounts, "compte", "comptes")}, a échoué ${failures} fois de suite : les messages n'arrivent qu'à l'ouverture de l'application.`,
    "Est-il joignable ? jabber-home federation le montre. Les essais continuent d'eux-mêmes.",
  ],
  "rooms-ownerless": (count, example) => [
    `${counted(count, "salon n'a", "salons n'ont")} plus de propriétaire, par exemple ${example} : personne ne peut le modifier ni le fermer.`,
    "Donnez-lui-en un : jabber-home room affiliation SALON ADRESSE owner",
  ],
  "backup-off": () => [
    "Aucune sauvegarde n'est faite : ce que le disque perd est perdu.",
    "Faites-en faire une chaque nuit : backup.folder dans config.toml. De temps en temps à la main : jabber-home backup --to FICHIER",
  ],
  "backup-none": (folder) => [
    `Il n'y a pas encore de sauvegarde dans ${folder}.`,
    "Faites-en une : jabber-home backup --to FICHIER. La prochaine se fera d'elle-même la nuit, si le serveur tourne.",
  ],
  "backup-old": (folder, last) => [
    `La dernière sauvegarde dans ${folder} est du ${last}.`,
    "Le serveur tourne-t-il la nuit ? Voyez alors pourquoi il n'y en a pas : jabber-home logs. Tout de suite : jabber-home backup --to FICHIER",
  ],
  "service-none": () => [
    "Ce serveur n'est pas un service : après un redémarrage de la machine, quelqu'un doit le démarrer.",
    "Pour en faire un : sudo jabber-home service install",
  ],
  "service-disabled": () => [
    "Le service ne démarre pas avec la machine : après une coupure de courant, le serveur reste éteint.",
    "Faites-le démarrer : sudo systemctl enable jabber-home",
  ],
  "service-stopped": () => [
    "Le service ne tourne pas : personne ne peut se connecter.",
    "Démarrez-le : sudo jabber-home service start. S'il s'arrête de nouveau : jabber-home logs",
  ],
  "service-failed": (why) => [
    `Le service s'est arrêté de lui-même (${why}) : personne ne peut se connecter.`,
    "Voyez pourquoi : jabber-home logs. Une fois réparé : sudo jabber-home service start",
  ],
  "service-other": () => [
    "L'unité du service n'est pas celle que cette version écrirait : il peut lui manquer des droits, ou une protection.",
    "Réécrivez-la : sudo jabber-home service install. Pour la voir avant : jabber-home service install --dry-run",
  ],
  "service-program": (path) => [
    `Le service doit lancer ${path}, et ce programme n'existe pas : il ne démarre pas.`,
    "Réinstallez-le : sudo jabber-home service install",
  ],
  "service-hidden": (option, path) => [
    `Le service n'a pas le droit d'utiliser ${path} (${option}) : son unité lui ferme ce dossier.`,
    "Pour un dossier de sauvegardes : sudo jabber-home service install, qui le lui ouvre. Pour un fichier qu'il ne fait que lire : une copie hors de /home et de /root.",
  ],
  "log-errors": (count, event, at) => [
    `Le serveur a noté ${counted(count, "erreur", "erreurs")} en une journée, la dernière le ${at} : ${event}.`,
    "Pour les lire : jabber-home logs",
  ],
};
