/** jabber-home version. */
import { version } from "../version.ts";
import { EXIT } from "./exit.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "version",
  examples: ["version", "version --json"],
  flags: { json: JSON_FLAG },
  run: (call) => {
    const { platform, arch } = process;
    report(call, { version, bun: Bun.version, platform, arch }, `jabber-home ${version}`);
    return EXIT.ok;
  },
});
