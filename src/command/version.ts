/** jabber-home version. */

import { version } from "../version.ts";
import { EXIT } from "./exit.ts";
import { object, text } from "./json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

const ANSWER = object({
  version: text(),
  bun: text("The version of the runtime in it."),
  platform: text("linux, darwin, win32."),
  arch: text("x64, arm64."),
});

export default defineVerb({
  name: "version",
  examples: ["version", "version --json"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: (call) => {
    const { platform, arch } = process;
    report(call, ANSWER, { version, bun: Bun.version, platform, arch }, `jabber-home ${version}`);
    return EXIT.ok;
  },
});
