/** What the system refuses that is no file of the home, and what to do about it, in French. */
import type { systemErrors as english, UnusableRoots } from "../en/system-errors.ts";

/** By the system's codes. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "ce fichier n'existe pas",
  EACCES: "accès refusé",
  EPERM: "accès refusé",
  EISDIR: "c'est un dossier",
  ENOTDIR: "ce qui précède le dernier / est un fichier, et non un dossier",
};

export const unusableRoots = ({ path, unreadable }: UnusableRoots): string =>
  unreadable
    ? `impossible de lire ${path} (${UNREADABLE[unreadable.code] ?? unreadable.why})`
    : `il n'y a pas de certificat dans ${path}`;

export const systemErrors: typeof english = {
  notPermitted: "lancez la commande en tant que propriétaire du dossier, ou avec sudo",
  readOnly: "choisissez un dossier où l'on peut écrire, avec --home DIR",
  diskFull: "faites de la place sur le disque",
  notFolder: "choisissez un autre dossier avec --home DIR",
  addressInUse: "arrêtez ce qui occupe le port, ou choisissez-en un autre avec --set listen.NOM=ADRESSE:PORT",
  lowPort:
    "les ports en dessous de 1024 sont réservés à l'administrateur : sudo jabber-home service install en fait un service, qui y a droit ; ou choisissez un port plus haut avec --set listen.NOM=ADRESSE:PORT",
  noSuchAddress: "cette machine n'a pas cette adresse : changez-la dans config.toml",
  noSuchFamily: "mettez une adresse IPv4 dans config.toml, ou [::] pour toutes les adresses qu'il y a",
  noSuchFile: "vérifiez le nom du fichier",
  isFolder: "indiquez un fichier, et non un dossier",
  listening: {
    EADDRINUSE: (place) => `${place} : ce port est déjà pris`,
    EACCES: (place) => `${place} : il n'est pas permis d'écouter sur ce port`,
    EADDRNOTAVAIL: (place) => `${place} : cette machine n'a pas cette adresse`,
    EAFNOSUPPORT: (place) => `${place} : c'est une adresse IPv6, or IPv6 est désactivé sur cette machine`,
  },
  notListening: (place, why) => `${place} : impossible d'écouter sur ce port (${why})`,
  roots: (roots) => [
    unusableRoots(roots),
    "c'est SSL_CERT_FILE qui désigne ce fichier ; corrigez cette variable, ou retirez-la",
  ],
  auth: {
    "no-pam": (detail) => [
      `cette machine n'a pas de PAM pour vérifier les mots de passe (auth.source = "system") : ${detail}`,
      'installez-le (Debian : libpam0g, libpam-modules ; Fedora : pam) ; sur Alpine et les autres systèmes à musl, c\'est impossible : écrivez source = "internal" dans la section [auth] de config.toml',
    ],
    "no-pam-service": (detail) => [
      `il manque ${detail}, qui dit à PAM comment vérifier les mots de passe (auth.source = "system")`,
      "relancez sudo jabber-home setup, qui l'écrit ; son contenu : docs/accounts.md",
    ],
    "no-program": (detail) => [
      `impossible d'exécuter ${detail}, qui doit vérifier les mots de passe (auth.command)`,
      "écrivez dans la section [auth] de config.toml le chemin complet d'un programme que l'utilisateur du serveur peut exécuter",
    ],
  },
  homeIsOpen: (home, mode) => [
    `d'autres que vous peuvent modifier ce qui est dans ${home} (son mode est ${mode})`,
    `choisissez un dossier qui ne sert qu'à cela avec --home DIR, ou fermez celui-ci : chmod 700 ${home}`,
  ],
};
