/** What the pages of invitations and of new passwords say, in French. */
import type { invitePages as en } from "../en/invite-pages.ts";

/** « d'Alice », « de Bruno »: a name that begins with a vowel elides the preposition. */
const of = (name: string): string => (/^[aeiouyàâäéèêëîïôöùûüœæ]/i.test(name) ? `d'${name}` : `de ${name}`);

export const invitePages: typeof en = {
  title: (inviter) => `${inviter} vous invite`,
  titleOfNobody: "Une invitation pour vous",
  lead: (domain) =>
    `Pour discuter sur ${domain} : messages, photos, appels et groupes, sans qu'une entreprise s'en mêle.`,
  contactLead: "Pour rester en contact : messages, photos et appels, de toute adresse Jabber (XMPP) à toute autre.",
  preview: (domain) => `Messages, photos, appels et groupes sur ${domain}.`,
  apps: {
    title: "Installez une application",
    here: {
      android: "Pour ce téléphone Android :",
      ios: "Pour cet iPhone ou iPad :",
      computer: "Pour cet ordinateur :",
    },
    others: { android: "Android", ios: "iPhone, iPad", computer: "Ordinateur" },
    another: "Un autre appareil, ou une autre application",
    get: (app) => `Installer ${app}`,
    from: (app, store) => `${app} : ${store}`,
    opensInvitations: "ouvre les invitations",
    calls: "appels",
    encrypts: "chiffre de lui-même",
    browser: "Ou sans application : créez le compte plus bas, et discutez dans ce navigateur.",
    date: (date) => `Ce que font ces applications, au ${date}.`,
  },
  open: {
    title: "Ouvrez-y l'invitation",
    button: "Ouvrir l'invitation",
    account: "L'application demande un nom et un mot de passe. C'est tout.",
    accountWith: (inviter) => `L'application demande un nom et un mot de passe, et ${inviter} est dans vos contacts.`,
    contact: (inviter) =>
      `Et ${inviter} est dans vos contacts. Pas encore d'adresse ? L'application vous aide à en avoir une.`,
    scan: "Ou visez ceci avec l'appareil photo de votre téléphone : cette page s'y ouvre.",
    code: "Code QR de cette invitation",
    onPhone: "L'ouvrir sur un autre téléphone",
  },
  form: {
    title: "Elle ne s'ouvre pas ? Créez le compte ici",
    lead: "Saisissez ensuite l'adresse et le mot de passe dans n'importe quelle application.",
    name: "Nom dans l'adresse",
    nameHint: "Court, en minuscules, sans espace : c'est ainsi que les autres vous trouvent.",
    given: (address) => `L'adresse sera ${address}.`,
    password: "Mot de passe",
    again: "Mot de passe, encore une fois",
    button: "Créer mon compte",
    badName: "Lettres, chiffres, points et tirets : un nom n'a ni espace, ni \" & ' / : < > @.",
    noName: "Choisissez un nom.",
    taken: "Quelqu'un porte déjà ce nom. Choisissez-en un autre.",
    different: "Les deux mots de passe diffèrent.",
    full: "Le serveur n'a plus de place pour un compte en ce moment. Dites-le à la personne qui vous a invité.",
  },
  contact: {
    title: "J'utilise déjà Jabber",
    lead: (inviter) => `Gardez alors votre adresse, et ajoutez ${inviter} à vos contacts.`,
    button: (inviter) => `Ajouter ${inviter} dans mon application`,
    here: (inviter, account) => `Ajouter ${inviter} aux contacts de ${account}`,
    scan: "Le viser avec mon application",
    code: (inviter) => `Code QR de l'adresse ${of(inviter)}`,
    own: "C'est votre propre invitation : envoyez le lien à quelqu'un.",
  },
  ends: (date) => `Ce lien est pour une personne, et valable jusqu'au ${date}.`,
  endsFor: (people, date) => `Ce lien est encore pour ${people} personnes, et valable jusqu'au ${date}.`,
  gone: {
    title: "Ce lien n'est plus valable",
    lead: "Il a servi, il est trop ancien, ou il n'a pas été copié en entier. Demandez-en un nouveau à la personne qui vous l'a envoyé.",
  },
  welcome: {
    title: (name) => `Bienvenue, ${name} !`,
    lead: "Votre compte est prêt. Voici votre adresse, à donner à vos amis :",
    code: "Code QR de votre adresse",
    copy: "Copier",
    copied: "Copié",
    app: "Dans votre application",
    appLead: "Choisissez « J'ai un compte », et saisissez :",
    address: "Adresse",
    password: "Mot de passe",
    chosen: "celui que vous venez de choisir",
    rest: "Si elle demande un serveur ou un port, laissez-les vides.",
    get: "Pas encore d'application ?",
    chat: "Discuter dans ce navigateur",
    account: "Vers mon compte",
  },
  reset: {
    title: "Un nouveau mot de passe",
    lead: (account) => `Pour ${account}. Toutes vos applications le demanderont. Vos messages restent.`,
    button: "Prendre ce mot de passe",
  },
};
