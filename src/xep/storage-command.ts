/** XEP-0050: a command by which people see how much the server keeps for them, and what of. */

import { sizeText } from "../messages/units.ts";
import { defineModule } from "../server/module.ts";
import { dataForm } from "./kit/0004-data-forms.ts";
import { commands } from "./kit/0050-commands.ts";

/** The node of the command, and the kind of its form. */
const STORAGE = "storage";

/** By the name of the module that keeps it. */
const WORDS = {
  en: {
    title: "My storage",
    instructions: "How much this server keeps for you. Whatever you delete in your app makes room.",
    total: "All together",
    parts: {
      archive: "History of conversations",
      offline: "Messages that wait for you",
      pubsub: "What you publish: pictures, bookmarks, keys",
      roster: "Contacts",
      private: "Settings of your apps",
      vcard: "Your profile",
      blocking: "Blocked addresses",
      reports: "Your reports of abuse",
    },
  },
  fr: {
    title: "Mon espace",
    instructions:
      "Ce que ce serveur conserve pour vous. Ce que vous supprimez dans votre application fait de la place.",
    total: "En tout",
    parts: {
      archive: "Historique des conversations",
      offline: "Messages qui vous attendent",
      pubsub: "Ce que vous publiez : images, favoris, clés",
      roster: "Contacts",
      private: "Réglages de vos applications",
      vcard: "Votre profil",
      blocking: "Adresses bloquées",
      reports: "Vos signalements d'abus",
    },
  },
} as const;

const languageOf = (asked: string): keyof typeof WORDS => (/^fr\b/i.test(asked) ? "fr" : "en");

export const storage = defineModule({
  name: "storage",
  setup: ({ accounts, catalogue, use }) => {
    use(commands).add({
      node: STORAGE,
      name: WORDS.en.title,
      isFor: ({ bare }) => accounts.exists(bare),
      formType: STORAGE,
      heading: WORDS.en,
      fields: () => [],
      run: (_, { bare }, asked) => {
        const language = languageOf(asked);
        const { parts, total, ...heading } = WORDS[language];
        const kept = [...catalogue.usage].map(([name, usage]) => ({ name, bytes: usage(bare) }));
        const sum = kept.reduce((bytes, part) => bytes + part.bytes, 0);
        const field = (name: string, label: string, bytes: number) =>
          ({ var: name, type: "text-single", label, values: [sizeText(bytes, language)] }) as const;
        const labels: Readonly<Record<string, string>> = parts;
        const shown = kept.filter(({ bytes }) => bytes > 0).sort((one, other) => other.bytes - one.bytes);
        const fields = shown.map(({ name, bytes }) => field(name, labels[name] ?? name, bytes));
        return { form: dataForm("result", STORAGE, [field("total", total, sum), ...fields], heading) };
      },
    });
    return {};
  },
});
