/** jabber-home user remove: removes an account with everything that is kept for it. */

import { userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT } from "../exit.ts";
import { object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ removed: text("A bare JID.") });

export default defineVerb({
  name: "user remove",
  operands: ["JID"],
  examples: ["user remove bob@example.com", "user remove bob@example.com --yes"],
  prints: ANSWER,
  flags: {
    yes: { kind: "switch", meaning: "yes" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands } = call;
    const messages = userMessages[call.language];
    const [jid = ""] = operands;
    if (!flags.yes)
      await requireConfirmation(call, {
        question: messages.removeIt(jid),
        irrevocable: messages.irrevocable,
        notDone: messages.notRemoved,
      });
    const answer = await askAboutAccounts(call, "DELETE /users", { jid });
    report(call, ANSWER, answer, messages.removed(answer.removed));
    return EXIT.ok;
  },
});
