/** What `export` says, in French. */
import type { exports as en } from "../en/exports.ts";

export const exports: typeof en = {
  noSuchFormat: (format, known) => [`le format ${format} n'existe pas`, `l'un de ceux-ci : ${known}`],
  done: (path) => `tout est dans ${path}`,
  secret:
    "On peut s'en servir pour deviner les mots de passe : gardez-le où personne d'autre ne le lit, et supprimez-le ensuite.",
  next: {
    xep0227: "Un autre jabber-home le reprend : jabber-home import FICHIER",
    ejabberd:
      "Donnez-le à l'utilisateur ejabberd, qui le lit pendant qu'ejabberd tourne : ejabberdctl load FICHIER, puis ejabberdctl restart. Les salons : mod_muc avec hosts: [rooms.DOMAINE].",
    prosody: `Arrêtez Prosody, copiez le contenu du dossier dans /var/lib/prosody, donnez-le à l'utilisateur prosody, redémarrez-le. Les salons : Component "rooms.DOMAINE" "muc".`,
  },
  left: (count) => (count === 1 ? "Une chose n'y a pas sa place :" : `${count} choses n'y ont pas leur place :`),
  kinds: {
    password: (account) => `${account} : le mot de passe ; donnez-en un autre là-bas`,
    files: (account, count) => `${account} : ${count} fichiers envoyés, qui restent ici`,
    push: (account) => `${account} : les applications à réveiller ; elles s'inscrivent à nouveau d'elles-mêmes`,
    other: (account, what) => `${account} : <${what}/>`,
  },
};
