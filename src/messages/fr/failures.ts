/** What is said where an operation was not done, in French. */
import type { FailureMessages } from "../en/failures.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`il manque « ${field} » à la demande`],
  "no-domain-served": () => ["aucun domaine n'est encore servi", "lancez jabber-home setup"],
  "domain-not-served": ({ domain, domains }) => [
    `${domain} n'est pas servi ici`,
    `choisissez parmi : ${domains.join(", ")}`,
  ],
  "not-a-domain": ({ given }) => [
    `« ${given} » n'est pas un domaine`,
    "nommez seulement ce qui suit le @, comme example.com",
  ],
  "not-an-address": ({ given, why }) => [`« ${given} » n'est pas une adresse : ${why}`],
  "not-an-account": ({ given, domain }) => [
    `« ${given} » n'est pas l'adresse d'un compte`,
    `elle s'écrit comme alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account} : ce compte existe déjà`,
    "choisissez un autre nom, ou changez le mot de passe : jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [
    `il n'y a pas de compte ${account}`,
    "vérifiez l'orthographe : jabber-home user list",
  ],
  "bad-password": ({ account }) => [
    `${account} : cela ne peut pas être un mot de passe`,
    "choisissez-en un autre, fait de lettres, de chiffres, de signes et d'espaces : ni tabulation ni caractère invisible",
  ],
  "short-password": ({ account, minimum }) => [
    `${account} : un mot de passe a au moins ${minimum} caractères`,
    "choisissez-en un plus long : plusieurs mots à la suite se retiennent bien",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "les comptes ne se créent pas ici : ce sont les comptes Unix de cette machine",
          "ajoutez la personne à la machine (sudo adduser NOM) : son compte apparaît ici à sa première connexion",
        ]
      : [
          `les comptes ne se créent pas ici : auth.source, dans config.toml, dit qui les connaît (${source})`,
          "ajoutez-y la personne : son compte apparaît ici à sa première connexion",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [
          `le mot de passe de ${account} est celui du compte Unix : il n'est pas gardé ici`,
          "changez-le sur la machine : passwd",
        ]
      : [
          `le mot de passe de ${account} n'est pas gardé ici : auth.source, dans config.toml, dit qui le connaît (${source})`,
          "changez-le là-bas",
        ],
  "not-a-picture": () => [
    "ce n'est pas une image que les applications montrent",
    "choisissez-en une en JPEG, PNG, GIF ou WebP",
  ],
  "picture-too-large": ({ maximum }) => [`une image a ${maximum} octets au plus`],
  "name-too-long": ({ maximum }) => [`un nom a ${maximum} caractères au plus, tous visibles`],
  "only-administrator": ({ account }) => [
    `${account} est le seul compte administrateur et n'a pas été supprimé : plus personne ne pourrait administrer le serveur depuis une application`,
    "donnez d'abord ce droit à quelqu'un d'autre : à un nouveau compte, par jabber-home user add JID --admin ; à un compte existant, par la commande « Who administers » de votre application",
  ],
  "own-account": ({ account }) => [
    `${account} est le compte avec lequel vous êtes connecté`,
    "demandez à un autre administrateur de le faire",
  ],
  "not-a-room": ({ given, example }) => [
    `« ${given} » n'est pas l'adresse d'un salon`,
    `elle s'écrit comme ${example}`,
  ],
  "no-rooms-there": ({ domain, services, example }) => [
    `${domain} n'a pas de salons ici : ils sont sous ${services.join(", ")}`,
    `l'adresse d'un salon s'écrit comme ${example}`,
  ],
  "no-such-room": ({ room }) => [`il n'y a pas de salon ${room}`, "voir jabber-home room list"],
  "room-exists": ({ room }) => [
    `le salon ${room} existe déjà`,
    `choisissez un autre nom, ou regardez-le : jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["ce nom est trop long", "choisissez-en un de 1023 caractères au plus"],
  "nobodys-address": ({ given, domain }) => [
    `« ${given} » n'est ni l'adresse de quelqu'un ni un domaine`,
    `elle s'écrit comme alice@${domain}`,
  ],
  "owner-not-named": () => ["à qui sera-t-il ?", "nommez son propriétaire avec --owner JID"],
  "domain-cannot-own": () => [
    "un domaine entier ne peut ni posséder ni administrer un salon",
    "nommez une seule adresse",
  ],
  "last-owner": ({ room }) => [`${room} n'aurait plus de propriétaire`, "nommez d'abord un autre propriétaire"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `« ${given} » n'est pas une affiliation`,
    `choisissez parmi : ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} a autant de membres et d'exclus qu'un salon peut en avoir`,
    "augmentez rooms.max_affiliations dans config.toml, puis redémarrez",
  ],
  "no-such-file": ({ file }) => [
    `il n'y a pas de fichier ${file}, ou il n'existe plus`,
    "copiez toute son adresse depuis le message, ou voyez jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`il n'y a pas de cercle « ${circle} »`, "voyez jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `il y a déjà un cercle « ${circle} »`,
    "choisissez un autre nom, ou ajoutez-y des personnes : jabber-home circle add CERCLE JID",
  ],
  "not-a-circle-name": () => [
    "ce ne peut pas être le nom d'un cercle",
    "choisissez un nom de 60 caractères au plus : lettres, chiffres, signes et espaces",
  ],
  "too-many-circles": ({ maximum }) => [
    `il y a déjà ${maximum} cercles, le maximum`,
    "supprimez-en un, ou augmentez circles.max_circles dans config.toml, puis redémarrez",
  ],
  "circle-full": ({ circle, maximum }) => [
    `« ${circle} » n'a pas de place pour autant de monde : un cercle compte ${maximum} personnes au plus`,
    "créez un second cercle, ou augmentez circles.max_people dans config.toml, puis redémarrez",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} est déjà dans ${maximum} cercles, le maximum`,
    "retirez-le d'abord d'un autre, ou augmentez circles.max_per_account dans config.toml, puis redémarrez",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} n'est pas dans « ${circle} »`,
    `voyez jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "personne n'administre ce serveur, qui pourrait posséder le salon du cercle",
    "donnez d'abord ce droit à quelqu'un : jabber-home user add JID --admin",
  ],
  "announcement-empty": () => ["il n'y a rien à dire", 'écrivez-le entre guillemets : jabber-home announce "…"'],
  "announcement-too-long": ({ maximum }) => [
    `c'est trop long pour une annonce : ${maximum} caractères au plus`,
    "dites où lire la suite",
  ],
  "no-renewal-waits": () => ["aucun renouvellement n'attend de réponse", "recommencez"],
  "no-such-invitation": () => [
    "cette invitation n'est pas valable : elle n'a jamais existé, a servi, a été révoquée ou a expiré",
    "voyez celles qui sont en cours : jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} n'a pas le droit de faire cette invitation`,
    "voyez contacts et accounts dans la section [invitations] de config.toml",
  ],
  "registration-closed": () => [
    "personne ne peut créer de compte ici avec une invitation : l'inscription est fermée",
    'écrivez policy = "invitation" dans la section [registration] de config.toml, ou ajoutez le compte : jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `${maximum} invitations sont déjà en cours`,
    "révoquez-en (jabber-home invite list), ou attendez qu'elles expirent",
  ],
  "name-invited": ({ account }) => [
    `une invitation en cours réserve ${account} à quelqu'un`,
    "choisissez un autre nom, ou révoquez-la : jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`personne ne peut choisir ${account}`, "choisissez un autre nom"],
  "other-name": ({ account }) => [`cette invitation est pour ${account}`, "prenez ce nom"],
  "bad-uses": ({ maximum }) => [`une invitation est pour 1 à ${maximum} personnes`],
  "one-name-many-uses": () => ["une seule personne peut porter un nom", "ôtez le nom, ou --uses"],
  "note-too-long": ({ maximum }) => [`une note a ${maximum} caractères au plus`],
  "bad-validity": ({ maximum }) => [
    `une invitation est valable d'une minute à ${maximum} jours`,
    "écrivez par exemple 7d, 24h ou 30m",
  ],
  "no-pages": () => [
    "ce serveur n'a pas de pages où choisir un nouveau mot de passe",
    "donnez-en un vous-même : jabber-home user passwd JID ; ou activez les pages : listen.https dans config.toml",
  ],
  "no-web-pages": () => [
    "ce serveur n'a pas de pages qu'un téléphone pourrait ouvrir",
    "activez-les : listen.https dans config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} est de ce serveur`, "demandez à un autre serveur"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [`${account} est un compte de ce serveur`, "nommez celui d'un autre serveur"],
  "move-in-runs": ({ account }) => [
    `quelqu'un emménage en ce moment dans ${account}`,
    "attendez que ce soit fini, ou regardez : jabber-home logs",
  ],
  "too-many-move-ins": () => ["plusieurs comptes emménagent en ce moment", "réessayez dans quelques minutes"],
  "too-many-attempts": () => ["trop de tentatives ont échoué", "réessayez dans quelques minutes"],
  "import-runs": () => ["une autre importation est en cours", "attendez qu'elle soit finie"],
  "no-import": () => ["cette importation est terminée", "recommencez-la : elle continue où elle en était"],
  "backup-runs": () => ["une autre sauvegarde est en cours", "attendez qu'elle soit finie"],
  "backup-no-room": ({ needed, free }) => [
    `une sauvegarde demande pour un moment ${sizeText(needed)} sur le disque du serveur, et ${sizeText(free)} y sont libres`,
    "faites-y de la place : la base de données est copiée avant d'être compressée",
  ],
  "backup-damaged": ({ why }) => [
    `la base de données est abîmée : aucune sauvegarde n'en a été faite (${why})`,
    "gardez les sauvegardes que vous avez, et arrêtez le serveur : jabber-home restore FICHIER reprend la dernière bonne",
  ],
  "disk-full": () => [
    "le disque de ce serveur est presque plein : rien de nouveau n'est conservé",
    "faites de la place sur le disque, ou gardez-en moins de libre : free_disk dans la section [limits] de config.toml",
  ],
};
