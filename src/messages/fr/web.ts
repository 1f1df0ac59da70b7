/** What the web pages say, in French. */
import type { web as en } from "../en/web.ts";

export const web: typeof en = {
  language: "Langue",
  skip: "Aller au contenu",
  toStart: "Aller à l'accueil",
  toAccount: "Mon compte",
  door: {
    title: (name) => `La messagerie de ${name}`,
    lead: "Une famille, des amis ou une association ont ici leur propre serveur de messagerie.",
    addresses: (example) => `Les adresses d'ici ressemblent à ${example}.`,
    others: "Elles permettent d'écrire à tous les autres serveurs Jabber (XMPP), comme le courriel.",
    account: "J'ai un compte",
    registration: {
      open: (domain) => `Pas de compte ? Créez-le avec une application : comme serveur, donnez ${domain}.`,
      invitation: () => "Pas de compte ? Demandez une invitation à quelqu'un qui est d'ici.",
      closed: () =>
        "Pas de compte ? Demandez-le aux personnes qui s'occupent de ce serveur : ce sont elles qui les créent.",
    },
    contact: "Écrire aux personnes qui s'occupent de ce serveur",
  },
  errors: {
    400: [
      "Demande illisible",
      "Ce que votre navigateur a envoyé est incomplet ou abîmé. Revenez en arrière, rechargez la page et réessayez.",
    ],
    403: [
      "Demande refusée",
      "Votre navigateur l'a envoyée depuis une autre page, ou depuis une page ouverte depuis trop longtemps. Rouvrez la page et recommencez ; le navigateur doit accepter les cookies.",
    ],
    404: [
      "Il n'y a rien ici",
      "L'adresse est mal écrite, ou ce qui s'y trouvait a été supprimé. Demandez un nouveau lien à la personne qui vous l'a donné.",
    ],
    405: [
      "Pas de cette façon",
      "Cette adresse existe, mais pas pour ce que votre navigateur lui demande. Passez par l'accueil.",
    ],
    413: ["C'est trop gros", "Le serveur n'accepte pas autant à la fois. Envoyez-en moins, ou en plusieurs fois."],
    421: [
      "Ce n'est pas le bon serveur",
      "Le nom qui figure dans l'adresse n'est pas l'un de ceux de ce serveur. Vérifiez l'adresse et saisissez-la à nouveau.",
    ],
    429: ["Trop de tentatives", "Attendez quelques minutes, puis réessayez."],
    500: [
      "Quelque chose n'a pas marché",
      "C'est la faute du serveur, pas la vôtre. Réessayez dans un instant ; si cela continue, prévenez les personnes qui s'en occupent.",
    ],
    503: ["Pas pour l'instant", "Le serveur redémarre, ou il est débordé. Réessayez dans une minute."],
  },
  otherError: ["Cela n'a pas marché", "Revenez en arrière et réessayez."],
  errorId: (id) => `Dans le journal du serveur, c'est ${id}.`,
};
