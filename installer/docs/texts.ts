/** What the site says around its pages. */

/** The languages that the documents are written in; the program may speak more. */
export const LANGUAGES = ["en", "fr"] as const;

export type Language = (typeof LANGUAGES)[number];

export interface SiteTexts {
  readonly name: string;
  readonly skip: string;
  readonly contents: string;
  readonly onThisPage: string;
  readonly search: string;
  readonly next: string;
  readonly before: string;
  readonly otherLanguage: string;
  /** Above an English page among French ones. */
  readonly untranslated: string;
  readonly footer: string;
  /** Of search: what the script shows. `{n}` is a number. */
  readonly none: string;
  readonly one: string;
  readonly many: string;
  readonly decisions: string;
  readonly decisionsLead: string;
}

export const SITE_TEXTS: Readonly<Record<Language, SiteTexts>> = {
  en: {
    name: "jabber-home",
    skip: "To the text",
    contents: "Contents",
    onThisPage: "On this page",
    search: "Search",
    next: "Next",
    before: "Before",
    otherLanguage: "Français",
    untranslated: "",
    footer: "These pages ask nothing of any network: they can be read from a disk, or served by any web server.",
    none: "Nothing found.",
    one: "1 place",
    many: "{n} places",
    decisions: "Decisions",
    decisionsLead: "Why it is as it is: choices that a later reader may question.",
  },
  fr: {
    name: "jabber-home",
    skip: "Aller au texte",
    contents: "Sommaire",
    onThisPage: "Sur cette page",
    search: "Rechercher",
    next: "Suite",
    before: "Avant",
    otherLanguage: "English",
    untranslated: "Cette page n’existe pas encore en français : la voici en anglais.",
    footer:
      "Ces pages ne demandent rien à aucun réseau : elles se lisent depuis un disque, ou derrière n’importe quel serveur web.",
    none: "Rien trouvé.",
    one: "1 endroit",
    many: "{n} endroits",
    decisions: "Décisions",
    decisionsLead: "Pourquoi c’est ainsi : les choix qu’un lecteur pourrait remettre en question (en anglais).",
  },
};
