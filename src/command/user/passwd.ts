/** jabber-home user passwd: changes a password. */
import { userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { passwordFor } from "../password-input.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

export default defineVerb({
  name: "user passwd",
  summary: "gives an account another password",
  operands: ["JID"],
  examples: ["user passwd bob@example.com", "user passwd bob@example.com --password-file bob.txt"],
  flags: {
    "password-file": {
      kind: "text",
      value: "FILE",
      sentence: "The password, on the file's only line; - is standard input.",
    },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, terminal } = call;
    const messages = userMessages[call.language];
    const [jid = ""] = operands;
    const password = await passwordFor(jid, flags["password-file"], terminal, messages);
    const answer = await askAboutAccounts(call, "PUT /users/password", { jid, password });
    report(call, answer, messages.changed(answer.changed));
    return EXIT.ok;
  },
});
