/** The manual page of config.toml, made from the options. */
import { type Configurable, keyOf, type Section, sectionsOf } from "../../config/schema.ts";
import type { Language } from "../../messages/language.ts";
import { manualMessages } from "../../messages/manual.ts";
import { optionSentence } from "../../messages/options.ts";
import type { Option } from "../../options.ts";
import { item, page, paragraph, section, subsection, type Title, typed } from "./roff.ts";
import { nameSection, seeSection } from "./verb-pages.ts";

const NAME = "jabber-home-config";

/** jabber-home-config(5). */
export function configPage(
  modules: readonly Configurable[],
  language: Language,
  stamp: Pick<Title, "date" | "version">,
): string {
  const manual = manualMessages[language];
  const { sections } = manual;
  return page({ name: NAME, manual: 5, ...stamp }, [
    ...nameSection(NAME, manual.configTitle, manual),
    section(sections.description),
    manual.config.map(paragraph).join("\n.PP\n"),
    section(sections.options),
    ...sectionsOf(modules).flatMap((each) => sectionParts(each, language)),
    ...seeSection(["jabber-home"], manual),
  ]);
}

function sectionParts({ name, xep, options }: Section, language: Language): readonly string[] {
  const manual = manualMessages[language];
  const title = name === "general" ? manual.top : `[${name}]${xep ? ` (XEP-${xep})` : ""}`;
  return [
    subsection(title),
    ...Object.entries(options).map(([option, facts]) =>
      item(`\\fB${typed(keyOf(name, option))}\\fR`, sentencesOf(name, facts, language)),
    ),
  ];
}

function sentencesOf(section: string, option: Option, language: Language): string {
  const manual = manualMessages[language];
  const kind =
    option.kind === "choice"
      ? option.choices.join(", ")
      : option.kind === "integer"
        ? `${option.kind} (${option.min} to ${option.max})`
        : option.kind;
  const facts = manual.facts(kind, JSON.stringify(option.default), option.reload === "live");
  const former = option.renamedFrom === undefined ? "" : ` ${manual.formerly(keyOf(section, option.renamedFrom))}`;
  return `(${facts}) ${optionSentence(option.sentence, language)}${former}`;
}
