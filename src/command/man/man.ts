/** jabber-home man: manual pages, for `man -l -` or a folder of them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { helpMessages } from "../../messages/help.ts";
import type { Language } from "../../messages/language.ts";
import { manualMessages } from "../../messages/manual.ts";
import { modules } from "../../modules.ts";
import { version } from "../../version.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { type AnyVerb, defineVerb } from "../verb.ts";
import { configPage } from "./config-page.ts";
import { groupPage, groupsOf, type PageDeps, programPage } from "./verb-pages.ts";

export default defineVerb({
  name: "man",
  operands: ["[TOPIC]"],
  examples: ["man | man -l -", "man user | man -l -", "man config | man -l -", "man --to ~/.local/share/man"],
  flags: { to: { kind: "text", value: "DIR", meaning: "manTo" } },
  run: async ({ flags, operands, terminal, language }, everyVerb) => {
    const pages = manualPages((await everyVerb?.()) ?? [], language, dateOf(terminal.env));
    const [topic = "jabber-home"] = operands;
    if (flags.to !== undefined) {
      for (const [path, text] of pages.values()) write(join(flags.to, path), text);
      terminal.out(manualMessages[language].written(pages.size, flags.to));
      return EXIT.ok;
    }
    const page = pages.get(topic);
    if (!page) throw new CommandError(EXIT.usage, ...manualMessages[language].noPage(topic, [...pages.keys()]));
    terminal.out(page[1].trimEnd());
    return EXIT.ok;
  },
});

type Page = readonly [path: string, text: string];

/** By topic: the path below a folder of manual pages, and the page. The verb `config check` is told with the file that it checks. */
export function manualPages(all: readonly AnyVerb[], language: Language, date: string): ReadonlyMap<string, Page> {
  const verbs = all.filter(({ isHidden }) => !isHidden);
  const stamp = { date, version };
  const deps: PageDeps = { verbs, help: helpMessages[language], manual: manualMessages[language], stamp };
  const folder = language === "en" ? "" : `${language}/`;
  const pages = new Map<string, Page>([["jabber-home", [`${folder}man1/jabber-home.1`, programPage(deps)]]]);
  for (const [first, members] of groupsOf(verbs))
    if (first !== "config") pages.set(first, [`${folder}man1/jabber-home-${first}.1`, groupPage(first, members, deps)]);
  pages.set("config", [`${folder}man5/jabber-home-config.5`, configPage(modules, language, stamp)]);
  return pages;
}

/** Of the pages: today, or what reproducible builds say (SOURCE_DATE_EPOCH). */
function dateOf({ SOURCE_DATE_EPOCH }: Readonly<Record<string, string | undefined>>): string {
  const seconds = /^\d{1,11}$/.test(SOURCE_DATE_EPOCH ?? "") ? Number(SOURCE_DATE_EPOCH) : Date.now() / 1000;
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
