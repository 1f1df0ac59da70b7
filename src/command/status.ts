/** jabber-home status: how the server is. */
import { existsSync } from "node:fs";
import { statusMessages } from "../messages/status.ts";
import { askIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { typed } from "./program.ts";
import { printStatus } from "./status-report.ts";
import { COMMON_FLAGS, defineVerb, JSON_FLAG, report } from "./verb.ts";

export default defineVerb({
  name: "status",
  summary: "tells how the server is",
  examples: ["status", "status --json"],
  flags: { json: JSON_FLAG, home: COMMON_FLAGS.home },
  run: async (call) => {
    const { home } = call;
    const messages = statusMessages[call.language];
    const status = await askIfRunning(call, "GET /status");
    if (status) {
      report(call, { running: true, ...status }, printStatus(status, Date.now(), call.language));
      return EXIT.ok;
    }
    const configured = existsSync(home.config);
    const next = configured ? messages.start(typed(home, "run")) : messages.notSetUp(typed(home, "setup"));
    report(call, { running: false, configured }, `${messages.notRunning(home.directory)}\n  ${next}`);
    return EXIT.unavailable;
  },
});
