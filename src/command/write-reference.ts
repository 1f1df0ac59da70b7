/** Writes docs/config.md anew: `npm run docs`. */
import { join } from "node:path";
import { printReference } from "../config/reference.ts";
import { modules } from "../modules.ts";

await Bun.write(join(import.meta.dir, "../../docs/config.md"), printReference(modules));
