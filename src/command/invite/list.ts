/** jabber-home invite list: the invitations that can be used. */

import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { list, object } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { printInvitations } from "./report.ts";
import { INVITATION } from "./schema.ts";

const ANSWER = object({ invitations: list(INVITATION) });

export default defineVerb({
  name: "invite list",
  examples: ["invite list", "invite list --json"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { invitations } = await askAboutAccounts(call, "GET /users/invitations");
    report(call, ANSWER, { invitations }, printInvitations(invitations, call.language));
    return EXIT.ok;
  },
});
