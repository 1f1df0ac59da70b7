/** What to do about an error of the system that names no file of the home, in French. */
import type { systemErrors as english } from "../en/system-errors.ts";

export const systemErrors: typeof english = {
  notPermitted: "lancez la commande en tant que propriétaire du dossier, ou avec sudo",
  readOnly: "choisissez un dossier où l'on peut écrire, avec --home DIR",
  diskFull: "faites de la place sur le disque",
  notFolder: "choisissez un autre dossier avec --home DIR",
  addressInUse: "arrêtez ce qui occupe le port, ou choisissez-en un autre avec --set listen.NOM=ADRESSE:PORT",
  noSuchAddress: "cette machine n'a pas cette adresse : changez-la dans config.toml",
  noSuchFamily: "mettez une adresse IPv4 dans config.toml, ou [::] pour toutes les adresses qu'il y a",
  noSuchFile: "vérifiez le nom du fichier",
  isFolder: "indiquez un fichier, et non un dossier",
  homeIsOpen: (home, mode) => [
    `d'autres que vous peuvent modifier ce qui est dans ${home} (son mode est ${mode})`,
    `choisissez un dossier qui ne sert qu'à cela avec --home DIR, ou fermez celui-ci : chmod 700 ${home}`,
  ],
};
