/** Writes the pages that are made from the source: `npm run docs`. */
import { join } from "node:path";
import { printReference } from "../config/reference.ts";
import { modules } from "../modules.ts";
import { printDoap, printFeatures, withStandards } from "../standards.ts";
import { version } from "../version.ts";

const ROOT = join(import.meta.dir, "../..");

await Bun.write(join(ROOT, "docs/config.md"), printReference(modules));
await Bun.write(join(ROOT, "docs/features.md"), printFeatures(modules));
await Bun.write(join(ROOT, "doap.xml"), printDoap(modules, version));
for (const name of ["README.md", "README.fr.md"]) {
  const file = Bun.file(join(ROOT, name));
  await Bun.write(file, withStandards(await file.text(), modules));
}
