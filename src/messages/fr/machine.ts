/** What is found of a machine, and what helps, in French. */
import type { machine as en } from "../en/machine.ts";
import { counted } from "./units.ts";

export const machine: typeof en = {
  "disk-fills": (days, perDay) => [
    `Le disque se remplit de ${perDay} par jour : il sera plein dans ${counted(days, "jour", "jours")}.`,
    "Voyez qui a envoyé combien : jabber-home files. Pour en garder moins : files.keep, files.quota et archive.keep dans config.toml.",
  ],
  "files-few": (left) => [
    `Le disque ne peut plus recevoir que ${counted(left, "fichier", "fichiers")}, même tout petits (df -i) : ensuite, rien de nouveau n'est accepté.`,
    "Effacez ce qui est fait de beaucoup de petits fichiers, ou déplacez le serveur sur un autre disque.",
  ],
  "disk-slow": (usual, longest) => [
    `Le disque est lent : il lui faut ${usual} ms pour écrire quelques octets, et jusqu'à ${longest} ms. Les messages l'attendent.`,
    "Une carte devenue lente est souvent sur le point de lâcher : déplacez le serveur sur un SSD USB (docs/moving.md).",
  ],
  "disk-card": () => [
    "Le serveur est sur une carte SD : ces cartes s'usent à force d'écrire, et lâchent sans prévenir.",
    "Mettez les sauvegardes sur un autre disque (backup.folder dans config.toml), ou déplacez le serveur sur un SSD USB (docs/moving.md).",
  ],
  "disk-worn": (percent) => [
    `La mémoire flash de cette machine est usée : environ ${percent} % de sa vie est passée.`,
    "Mettez les sauvegardes sur un autre disque, et déplacez le serveur avant qu'elle lâche (docs/moving.md).",
  ],
  "file-system-errors": (count) => [
    `Le système de fichiers du serveur a rencontré ${counted(count, "erreur", "erreurs")} : des fichiers peuvent être abîmés sans que personne ne le voie.`,
    "Faites tout de suite une sauvegarde sur un autre disque : jabber-home backup --to FICHIER. Faites-le ensuite vérifier au prochain démarrage (fsck), et regardez le disque : dmesg",
  ],
  "file-system-unfit": (type) => [
    `Le serveur est sur ${type}, qui ne sait ni verrouiller les fichiers ni garder leurs droits comme il le faut à une base de données : des messages se perdent, et d'autres peuvent les lire.`,
    "Déplacez-le sur un disque de cette machine en ext4, btrfs ou xfs ; les sauvegardes peuvent rester là (docs/moving.md).",
  ],
  "file-system-volatile": (type) => [
    `Le serveur est sur ${type}, qui ne garde rien : tout disparaît quand la machine s'éteint, ou que son conteneur est supprimé.`,
    "Déplacez-le sur un disque, ou sur un volume du conteneur (docs/moving.md).",
  ],
  "file-system-read-only": (path) => [
    `${path} est sur un système de fichiers où rien ne peut être écrit : Linux fait cela après une erreur du disque.`,
    "Voyez pourquoi : dmesg. Vérifiez ensuite le disque (fsck), puis remontez-le en écriture.",
  ],
  "memory-low": (free) => [
    `Il ne reste que ${free} de mémoire sur cette machine : Linux risque d'arrêter le serveur pour en récupérer.`,
    "Voyez ce qui la prend : ps aux --sort -rss | head. Arrêtez ce qui ne sert pas, ou ajoutez de l'espace d'échange (swap).",
  ],
  "memory-limit": (limit) => [
    `Le serveur n'a pas droit à plus de ${limit} de mémoire : il est arrêté s'il lui en faut davantage.`,
    "Donnez-lui 256 Mo ou plus (MemoryMax= de son unité, ou --memory du conteneur).",
  ],
  "memory-killed": (count) => [
    `Linux a arrêté ${counted(count, "fois", "fois")} le serveur ou un de ses processus, faute de mémoire.`,
    "Donnez-lui plus de mémoire (MemoryMax= de son unité, ou --memory du conteneur), ou ajoutez de l'espace d'échange à la machine.",
  ],
  "descriptors-few": (limit) => [
    `Le serveur n'a droit qu'à ${limit} fichiers et connexions ouverts : au-delà, plus personne n'entre.`,
    "Donnez-lui-en plus : LimitNOFILE=65536 dans son unité, ou ulimit -n 65536 avant de le démarrer.",
  ],
  "clock-unset": () => [
    "Rien ne met à l'heure l'horloge de cette machine : elle dérivera, et après une coupure elle peut se tromper de plusieurs années. Les certificats sont alors refusés.",
    "Faites-la régler : sudo timedatectl set-ntp true",
  ],
  "clock-off": (ahead, who) => [
    `L'horloge de cette machine avance de ${ahead} sur celle de ${who} : certificats et messages portent de fausses heures.`,
    "Remettez-la à l'heure : sudo timedatectl set-ntp true",
  ],
  "clock-behind": (behind, who) => [
    `L'horloge de cette machine retarde de ${behind} sur celle de ${who} : certificats et messages portent de fausses heures.`,
    "Remettez-la à l'heure : sudo timedatectl set-ntp true",
  ],
  "file-of-future": (path, by) => [
    `${path} a été écrit avec ${by} d'avance sur maintenant : l'horloge de cette machine retarde, ou elle avançait alors.`,
    "Regardez l'horloge : date. Pour la remettre à l'heure : sudo timedatectl set-ntp true",
  ],
};
