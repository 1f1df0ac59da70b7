/** Writes the pages that are made from the source: `npm run docs`. */
import { join } from "node:path";
import { printReference } from "../config/reference.ts";
import { printSentences } from "../config/sentences.ts";
import { modules } from "../modules.ts";
import { printDoap, printFeatures, withStandards } from "../standards.ts";
import { version } from "../version.ts";
import { printCommands } from "./commands-page.ts";
import { printJsonReference } from "./json/reference.ts";
import { verbs } from "./verbs.ts";

const ROOT = join(import.meta.dir, "../..");

const readme = async (name: string): Promise<string> => withStandards(await Bun.file(join(ROOT, name)).text(), modules);

const everyVerb = await Promise.all(Object.values(verbs).map((load) => load()));

// All of them are made before the first is written: a XEP without a title leaves every page as it was.
const pages = {
  "docs/config.md": printReference(modules),
  ...printSentences(modules),
  "docs/json.md": printJsonReference(everyVerb),
  "docs/features.md": printFeatures(modules),
  "docs/commands.md": printCommands(everyVerb, "en"),
  "docs/fr/commands.md": printCommands(everyVerb, "fr"),
  "doap.xml": printDoap(modules, version),
  "README.md": await readme("README.md"),
  "README.fr.md": await readme("README.fr.md"),
};
for (const [path, page] of Object.entries(pages)) await Bun.write(join(ROOT, path), page);
