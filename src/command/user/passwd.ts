/** jabber-home user passwd: changes a password. */

import { userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { object, text } from "../json/schema.ts";
import { passwordFor } from "../password-input.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ changed: text("A bare JID.") });

export default defineVerb({
  name: "user passwd",
  operands: ["JID"],
  examples: ["user passwd bob@example.com", "user passwd bob@example.com --password-file bob.txt"],
  prints: ANSWER,
  flags: {
    "password-file": {
      kind: "text",
      value: "FILE",
      meaning: "password",
    },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, terminal } = call;
    const messages = userMessages[call.language];
    const [jid = ""] = operands;
    const password = await passwordFor(jid, flags["password-file"], terminal, messages);
    const answer = await askAboutAccounts(call, "PUT /users/password", { jid, password });
    report(call, ANSWER, answer, messages.changed(answer.changed));
    return EXIT.ok;
  },
});
