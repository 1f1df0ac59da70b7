/** The contents of the site: which pages of docs/ there are, in which section and order. A new page is one line. */
import type { Language } from "./texts.ts";

export interface ListedPage {
  /** The English page, from the root of the repository. */
  readonly path: string;
  /** What the contents call it, where the heading of the page is too long or in another language. */
  readonly label?: Partial<Record<Language, string>>;
}

export interface Section {
  readonly title: Readonly<Record<Language, string>>;
  readonly pages: readonly ListedPage[];
}

const page = (path: string, fr?: string, en?: string): ListedPage => ({
  path,
  label: { ...(en === undefined ? {} : { en }), ...(fr === undefined ? {} : { fr }) },
});

/** All decisions, as one page: made from the folder. */
export const DECISIONS = "docs/decisions/README.md";

export const SECTIONS: readonly Section[] = [
  {
    title: { en: "To begin", fr: "Pour commencer" },
    pages: [
      page("README.md", "Présentation", "Overview"),
      page("docs/first-setup.md"),
      page("docs/installing.md"),
      page("docs/raspberry-pi.md"),
      page("docs/setup-web.md"),
      page("docs/router.md"),
      page("docs/reachable.md", "Vu du dehors"),
      page("docs/dns.md", "Les enregistrements DNS"),
    ],
  },
  {
    title: { en: "Moving", fr: "Déménager" },
    pages: [
      page("docs/moving.md", "Déménager : vue d’ensemble", "Moving: overview"),
      page("docs/moving/prosody.md", "Depuis Prosody"),
      page("docs/moving/snikket.md", "Depuis Snikket"),
      page("docs/moving/ejabberd.md", "Depuis ejabberd"),
      page("docs/moving/jabberd2.md", "Depuis jabberd2"),
      page("docs/moving/jabberd14.md", "Depuis jabberd14"),
      page("docs/moving/xep-0227.md", "Depuis un fichier XEP-0227"),
      page("docs/moving/one-account.md", "Un seul compte"),
      page("docs/moving/another-name.md", "Un autre nom de domaine"),
      page("docs/moving/cluster.md", "Vers une grappe"),
      page("docs/moving/leaving.md", "Partir d’ici"),
    ],
  },
  {
    title: { en: "People", fr: "Les gens" },
    pages: [
      page("docs/invitations.md", "Les invitations"),
      page("docs/accounts.md", "Les comptes"),
      page("docs/circles.md", "Les cercles"),
      page("docs/rooms.md", "Les salons"),
      page("docs/calls.md", "Les appels"),
      page("docs/files.md", "Photos et fichiers"),
      page("docs/web.md", "Les pages"),
      page("docs/federation.md", "Les autres serveurs"),
    ],
  },
  {
    title: { en: "Keeping it well", fr: "En prendre soin" },
    pages: [
      page("docs/troubleshooting.md"),
      page("docs/doctor.md", "Le docteur"),
      page("docs/backup.md"),
      page("docs/updating.md"),
    ],
  },
  {
    title: { en: "Reference", fr: "Référence" },
    pages: [
      page("docs/config.md", "La configuration"),
      page("docs/commands.md"),
      page("docs/features.md", "Les normes", "Standards"),
      page("docs/scripts.md", "Pour les scripts"),
      page("docs/json.md", "Le JSON", "JSON"),
      page("docs/security.md", "La sécurité"),
      page("docs/performance.md", "Les performances"),
      page("docs/benchmarks.md", "Les mesures"),
      page("CHANGELOG.md", "Ce qui a changé", "What has changed"),
    ],
  },
  {
    title: { en: "Design", fr: "Conception" },
    pages: [
      page("src/README.md", "La carte du code", "The map of the source"),
      page("CONTRIBUTING.md", "Contribuer"),
      page(DECISIONS),
      page("docs/releasing.md", "Publier une version"),
      page("SECURITY.md", "Signaler une faille", "Reporting a flaw"),
    ],
  },
];
