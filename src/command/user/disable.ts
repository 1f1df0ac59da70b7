/** jabber-home user disable: an account cannot sign in any more, and keeps all its data. */

import { userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ disabled: text("A bare JID.") });

export default defineVerb({
  name: "user disable",
  operands: ["JID"],
  examples: ["user disable bob@example.com"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const [jid = ""] = call.operands;
    const answer = await askAboutAccounts(call, "POST /users/disable", { jid });
    report(call, ANSWER, answer, userMessages[call.language].disabled(answer.disabled));
    return EXIT.ok;
  },
});
