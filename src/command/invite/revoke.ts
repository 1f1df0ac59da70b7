/** jabber-home invite revoke: an invitation is not good any more. */
import { invitationMessages } from "../../messages/invitations.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

export default defineVerb({
  name: "invite revoke",
  operands: ["ID"],
  examples: ["invite list", "invite revoke x4SNQ9cK"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const [id = ""] = call.operands;
    const answer = await askAboutAccounts(call, "DELETE /users/invitations", { id });
    report(call, answer, invitationMessages[call.language].revoked(id));
    return EXIT.ok;
  },
});
