/** jabber-home files remove: deletes one file. */

import { fileMessages } from "../../messages/files.ts";
import { onOneLine } from "../../one-line.ts";
import { askRunning } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { FILE_SUMMARY } from "./schema.ts";

export default defineVerb({
  name: "files remove",
  operands: ["URL"],
  examples: ["files remove https://example.com/upload/2Xn0Zs6jT1mB4rYq8wKdLA", "files remove URL --yes"],
  prints: FILE_SUMMARY,
  flags: { yes: { kind: "switch", meaning: "yes" }, json: JSON_FLAG },
  run: async (call) => {
    const { language, operands, flags } = call;
    const messages = fileMessages[language];
    const [file = ""] = operands;
    if (!flags.yes)
      await requireConfirmation(call, {
        question: messages.removeIt(onOneLine(file)),
        irrevocable: messages.irrevocable,
        notDone: messages.notPruned,
      });
    const removed = await askRunning(call, "DELETE /files/one", { file });
    report(call, FILE_SUMMARY, removed, messages.removed(onOneLine(removed.name), removed.owner));
    return EXIT.ok;
  },
});
