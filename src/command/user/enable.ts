/** jabber-home user enable: a disabled account can sign in again. */

import { userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ enabled: text("A bare JID.") });

export default defineVerb({
  name: "user enable",
  operands: ["JID"],
  examples: ["user enable bob@example.com"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const [jid = ""] = call.operands;
    const answer = await askAboutAccounts(call, "POST /users/enable", { jid });
    report(call, ANSWER, answer, userMessages[call.language].enabled(answer.enabled));
    return EXIT.ok;
  },
});
