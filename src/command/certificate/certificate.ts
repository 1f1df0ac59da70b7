/** jabber-home certificate: its names, its issuer, its expiry. */
import { storedStatus } from "../../certificate/certificates.ts";
import { readConfigFile } from "../../config/read.ts";
import { modules } from "../../modules.ts";
import { askIfRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { printCertificate } from "./report.ts";

export default defineVerb({
  name: "certificate",
  examples: ["certificate", "certificate --json"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language } = call;
    const running = await askIfRunning(call, "GET /certificate");
    const status =
      running ?? storedStatus(home.certificate, readConfigFile(home.config, modules, []).certificate, Date.now());
    if (status === undefined) {
      throw new VerbError(EXIT.failed, "no-certificate");
    }
    report(call, status, printCertificate(status, language));
    return EXIT.ok;
  },
});
