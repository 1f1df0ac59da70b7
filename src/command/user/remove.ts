/** jabber-home user remove: an account goes, with everything that is kept for it. */
import { ask } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { WORDS, type Words } from "../words.ts";

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
    const { flags, operands, terminal, home } = call;
    const words = WORDS[call.language].user;
    const [jid = ""] = operands;
    if (!flags.yes) await confirm(jid, terminal.isInteractive, words);
    const answer = await ask(home, "DELETE /users", { jid });
    report(call, answer, words.removed((answer as { removed: string }).removed));
    return EXIT.ok;
  },
});

async function confirm(jid: string, isInteractive: boolean, words: Words["user"]): Promise<void> {
  if (!isInteractive)
    throw new CommandError(EXIT.usage, "missing: --yes", "the history and the contacts of the account go too");
  const { confirm: asked } = await import("@clack/prompts");
  const answer = await asked({ message: words.removeIt(jid), initialValue: false });
  if (answer !== true) throw new CommandError(EXIT.failed, words.notRemoved);
}
