/** Makes dist/docs/, the documents as a site: `npm run docs`. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { makeSite } from "./site.ts";

const ROOT = join(import.meta.dir, "../..");
const PLACE = join(ROOT, "dist/docs");

// All of it is made before the first file is written: a broken link leaves what was there.
const files = makeSite(ROOT);
rmSync(PLACE, { recursive: true, force: true });
for (const [address, content] of files) await Bun.write(join(PLACE, address), content);
console.log(`dist/docs/index.html: ${files.size} files`);
