/** jabber-home status: how the server is. */
import { existsSync } from "node:fs";
import { askServer } from "./control-client.ts";
import { EXIT } from "./exit.ts";
import { printStatus, type StatusReport } from "./status-report.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "status",
  summary: "tells how the server is",
  examples: ["status", "status --json"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home } = call;
    const status = (await askServer(home, "GET /status")) as StatusReport | undefined;
    if (status) {
      report(call, { running: true, ...status }, printStatus(status, Date.now()));
      return EXIT.ok;
    }
    const configured = existsSync(home.config);
    const next = configured ? "start it: jabber-home run" : "it has not been set up: jabber-home setup";
    report(call, { running: false, configured }, `the server of ${home.directory} is not running\n  ${next}`);
    return EXIT.unavailable;
  },
});
