/** What is wrong with the files of a home, and what to do about it, in French. */
import type { fileErrors as en } from "../en/file-errors.ts";

export const fileErrors: typeof en = {
  "home-no-folder": ({ home }) => [
    `${home} n'est pas un dossier`,
    "choisissez-en un autre avec --home DIR, ou déplacez ce fichier",
  ],
  "home-shut": ({ home }) => [`impossible de modifier ${home}`, `donnez-vous-en le droit : chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }) => [
    `le serveur de ${home} appartient au service de cette machine`,
    joins ? `${command}  (sans sudo dès votre prochaine ouverture de session : vous êtes dans son groupe)` : command,
  ],
  "home-of-other": ({ home, owner, command }) => [`${home} appartient à ${owner}`, command],
  "file-of-other": ({ path, owner, remedy }) => [
    `${path} appartient à ${owner}, et non au propriétaire du dossier`,
    `rendez-le-lui : ${remedy}`,
  ],
  "file-shut": ({ path }) => [
    `impossible de lire ou de modifier ${path}`,
    `donnez-vous-en le droit : chmod u+rw ${path}`,
  ],
  "not-permitted": ({ path }) => [
    `${path} : accès refusé`,
    "lancez la commande en tant que propriétaire du dossier, ou avec sudo",
  ],
  "read-only": ({ path }) => [
    `${path} se trouve sur un système de fichiers en lecture seule`,
    "c'est ce que devient un disque ou une carte SD qui lâche : regardez  dmesg , et remplacez-le ; sinon, montez-le en écriture, ou choisissez un autre dossier avec --home DIR",
  ],
  "disk-full": ({ path }) => [
    `le disque est plein : il n'y a plus de place pour ${path}`,
    `faites de la place, puis recommencez : df -h ${path}`,
  ],
  "disk-fails": ({ path, why }) => [
    `le disque est défaillant : ${path} n'a pas pu être lu ou écrit (${why})`,
    "regardez  dmesg  ; copiez le dossier sur un autre disque tant que c'est possible",
  ],
  "no-file": ({ path }) => [
    `${path} est un dossier ou un périphérique, et non un fichier`,
    `déplacez-le : mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }) => [
    `${path} occupe la place de ce que le serveur crée sous ce nom`,
    `déplacez-le : mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }) => [
    `${path} est un lien vers quelque chose qui n'est pas là`,
    `si c'est sur un autre disque, montez-le ; pour voir où il mène : ls -l ${path}`,
  ],
  "no-such-file": ({ path }) => [`${path} n'existe pas`, "vérifiez le nom du fichier"],
  "is-folder": ({ path }) => [`${path} est un dossier`, "indiquez un fichier"],
  "below-file": ({ path }) => [
    `${path} ne peut pas exister : ce qui précède le dernier / est un fichier, et non un dossier`,
    "choisissez un autre dossier avec --home DIR",
  ],
  "home-locked": ({ home, pid }) => [
    `${home} est utilisé par ${pid === undefined ? "un autre processus" : `le processus ${pid}`}`,
    "arrêtez-le d'abord, ou choisissez un autre dossier avec --home DIR",
  ],
  "update-unfinished": ({ home }) => [
    `une mise à jour de ${home} n'est pas finie : la nouvelle version n'a pas encore fait ses preuves`,
    "démarrez le serveur, puis recommencez : jabber-home service start, ou jabber-home run",
  ],
  "database-newer": ({ path, program, here }) =>
    program === undefined
      ? [
          `${path} a été écrit par une version plus récente de ce programme, et celle-ci est la version ${here}`,
          "prenez cette version, ou une plus récente",
        ]
      : [
          `${path} a été écrit par la version ${program} de ce programme, et celle-ci est la version ${here}`,
          `installez la version ${program}, ou une plus récente`,
        ],
  "lock-damaged": ({ path }) => [`${path} est abîmé ; il ne contient rien d'important`, `supprimez-le : rm ${path}`],
  "database-damaged": ({ path, why }) => [
    `la base de données ${path} est abîmée (${why})`,
    `reprenez la dernière sauvegarde : jabber-home restore FICHIER --replace ; sans sauvegarde, récupérez ce qui se lit encore, mettez-le à sa place, et supprimez ${path}-wal et ${path}-shm : sqlite3 ${path} .recover | sqlite3 ${path}.saved  (avec le sqlite3 de sqlite.org, 3.43 ou plus récent : celui de Debian 12 ne sait pas le faire)`,
  ],
};
