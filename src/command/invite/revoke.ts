/** jabber-home invite revoke: an invitation is not good any more. */

import { invitationMessages } from "../../messages/invitations.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { object } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { INVITATION } from "./schema.ts";

const ANSWER = object({ revoked: INVITATION });

export default defineVerb({
  name: "invite revoke",
  operands: ["ID"],
  examples: ["invite list", "invite revoke x4SNQ9cK"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const [id = ""] = call.operands;
    const answer = await askAboutAccounts(call, "DELETE /users/invitations", { id });
    report(call, ANSWER, answer, invitationMessages[call.language].revoked(id));
    return EXIT.ok;
  },
});
