/** jabber-home user remove: an account goes, with everything that is kept for it. */

import { type UserMessages, userMessages } from "../../messages/users.ts";
import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

export default defineVerb({
  name: "user remove",
  summary: "removes an account and all its data",
  operands: ["JID"],
  examples: ["user remove bob@example.com", "user remove bob@example.com --yes"],
  flags: {
    yes: { kind: "switch", sentence: "Do not ask whether this is meant." },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, terminal } = call;
    const messages = userMessages[call.language];
    const [jid = ""] = operands;
    if (!flags.yes) await confirm(jid, terminal.isInteractive, messages);
    const answer = await askAboutAccounts(call, "DELETE /users", { jid });
    report(call, answer, messages.removed(answer.removed));
    return EXIT.ok;
  },
});

async function confirm(jid: string, isInteractive: boolean, messages: UserMessages): Promise<void> {
  if (!isInteractive)
    throw new CommandError(EXIT.usage, "missing: --yes", "the history and the contacts of the account go too");
  const { confirm: asked } = await import("@clack/prompts");
  const answer = await asked({ message: messages.removeIt(jid), initialValue: false });
  if (answer !== true) throw new CommandError(EXIT.failed, messages.notRemoved);
}
