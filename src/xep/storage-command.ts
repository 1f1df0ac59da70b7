/** XEP-0050: a command that shows accounts how much the server stores for them. */
import { languageOfTag } from "../messages/language.ts";
import { storageMessages } from "../messages/storage.ts";
import { sizeText } from "../messages/units.ts";
import { defineModule } from "../server/module.ts";
import { dataForm } from "./kit/0004-data-forms.ts";
import { commands } from "./kit/0050-commands.ts";

/** The node of the command, and its FORM_TYPE. */
const STORAGE = "storage";

export const storageCommand = defineModule({
  name: "storage",
  setup: ({ accounts, catalogue, use }) => {
    use(commands).add({
      node: STORAGE,
      name: storageMessages.en.title,
      isFor: ({ bare }) => accounts.exists(bare),
      formType: STORAGE,
      heading: storageMessages.en,
      fields: () => [],
      run: (_, { bare }, tag) => {
        const language = languageOfTag(tag);
        const { parts, total, ...heading } = storageMessages[language];
        const kept = [...catalogue.storageUsage].map(([name, usage]) => ({ name, bytes: usage(bare) }));
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
