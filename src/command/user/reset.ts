/** jabber-home user reset: a link with which somebody chooses a new password. */

import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { LINK_FLAGS, reportIssued, validityOf } from "../invite/flags.ts";
import { ISSUED_INVITATION } from "../invite/schema.ts";
import { defineVerb } from "../verb.ts";

export default defineVerb({
  name: "user reset",
  operands: ["JID"],
  examples: ["user reset bob@example.com", "user reset bob --expires 2h"],
  prints: ISSUED_INVITATION,
  flags: LINK_FLAGS,
  run: async (call) => {
    const [jid = ""] = call.operands;
    const validity = validityOf(call.flags.expires);
    reportIssued(call, await askAboutAccounts(call, "POST /users/reset", { jid, validity }));
    return EXIT.ok;
  },
});
