import { expect, test } from "bun:test";
import { join } from "node:path";
import { printReference } from "../src/config/reference.ts";
import { modules } from "../src/modules.ts";

test("docs/config.md is what the options say (npm run docs writes it)", async () => {
  expect(await Bun.file(join(import.meta.dir, "../docs/config.md")).text()).toBe(printReference(modules));
});
