/** jabber-home certificate: its names, its issuer, its expiry. */

import { existsSync } from "node:fs";
import { readConfigFile } from "../../config/read.ts";
import { modules } from "../../modules.ts";
import { askIfRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { startCommand } from "../program.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { printCertificate } from "./report.ts";
import { CERTIFICATE_STATUS } from "./schema.ts";
import { storedStatusOf } from "./stored.ts";

export default defineVerb({
  name: "certificate",
  examples: ["certificate", "certificate --json"],
  prints: CERTIFICATE_STATUS,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language } = call;
    const running = await askIfRunning(call, "GET /certificate");
    const status = running ?? storedStatusOf(home, readConfigFile(home.config, modules, []));
    if (status === undefined) {
      if (!existsSync(home.config)) throw new VerbError(EXIT.configuration, "not-set-up");
      throw new VerbError(EXIT.failed, "no-certificate", { command: startCommand(home) });
    }
    report(call, CERTIFICATE_STATUS, status, printCertificate(status, language));
    return EXIT.ok;
  },
});
