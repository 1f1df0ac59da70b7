/** What the server writes to its administrators, in French. */
import type { notices as en } from "../en/notices.ts";

export const notices: typeof en = {
  disk: {
    subject: "Disque",
    full: (freeMegabytes, reserveMegabytes) =>
      `Le disque du serveur est presque plein : ${freeMegabytes} Mo sont libres, et ${reserveMegabytes} Mo doivent le rester. ` +
      "D'ici là, rien de nouveau n'est conservé : qui envoie un message est averti qu'il n'a pas été accepté. " +
      "Supprimez de ce disque ce qui ne sert plus, ou donnez-lui plus de place : le serveur reprendra de lui-même. " +
      "Pour voir qui en occupe combien : jabber-home user list",
    over: "Il y a de nouveau de la place sur le disque du serveur : tout est accepté comme avant.",
  },
  findings: {
    subject: "Serveur",
    wrong: (list) =>
      `Quelque chose ne va pas sur le serveur :\n\n${list}\n\nPour en savoir plus, et ce qui peut être réparé tout seul, sur sa machine : jabber-home doctor`,
    mended: (list) => `C'est réparé :\n\n${list}`,
  },
  darkness: {
    subject: "Connexion",
    offline: (since, until) =>
      `Du ${since} au ${until}, le serveur n'avait pas d'accès à Internet : les applications à l'extérieur et les autres serveurs ne pouvaient pas le joindre. ` +
      "Il est de retour. La box était-elle éteinte, ou la ligne coupée ? Les messages des autres serveurs arrivent à mesure que ceux-ci réessaient.",
    off: (since, until) =>
      `Du ${since} au ${until}, le serveur ne tournait pas : l'ordinateur était éteint (une coupure de courant ?), ou le serveur a été arrêté de force. ` +
      "Personne ne pouvait le joindre. Il est de retour. Les messages des autres serveurs arrivent à mesure que ceux-ci réessaient.",
    both: (since, until, offSince, offUntil) =>
      `Du ${since} au ${until}, personne à l'extérieur ne pouvait joindre le serveur : il n'avait pas d'accès à Internet, et du ${offSince} au ${offUntil} ` +
      "il ne tournait pas, l'ordinateur étant éteint (une coupure de courant ?) ou le serveur arrêté de force. " +
      "Il est de retour. Les messages des autres serveurs arrivent à mesure que ceux-ci réessaient.",
  },
  expiry: {
    subject: "Certificat",
    body: (domains, when) =>
      `Le certificat de ${domains} expire ${when} et n'a pas encore pu être renouvelé. ` +
      "Ensuite, les applications et les autres serveurs refuseront de se connecter. " +
      "Pour savoir pourquoi : jabber-home certificate",
    byHand: (domains, when) =>
      `Le certificat de ${domains} expire ${when}, et il se renouvelle à la main : vous seul pouvez poser son enregistrement DNS. ` +
      "Passé cette date, les applications et les autres serveurs refuseront de se connecter. Sur la machine du serveur, lancez " +
      "jabber-home certificate renew : l'enregistrement à poser s'affichera. " +
      "Pour un moyen qui se passe de vous : jabber-home setup",
  },
};
