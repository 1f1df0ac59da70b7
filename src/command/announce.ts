/** jabber-home announce: says something to everybody who has an account. */

import { announcementMessages } from "../messages/announcements.ts";
import { askRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { integer, object } from "./json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "./verb.ts";

const ANSWER = object({ accounts: integer("How many accounts it goes to.") });

export default defineVerb({
  name: "announce",
  operands: ["TEXT"],
  examples: [
    'announce "The server rests on Sunday at nine." --to alice',
    'announce "The server rests on Sunday at nine."',
  ],
  prints: ANSWER,
  flags: { to: { kind: "text", value: "JID", meaning: "announceTo" }, json: JSON_FLAG },
  run: async (call) => {
    const { flags, language, operands } = call;
    const { toAll, toOne } = announcementMessages[language];
    const told = await askRunning(call, "POST /announcements", { text: operands[0] ?? "", to: flags.to });
    report(call, ANSWER, told, flags.to === undefined ? toAll(told.accounts) : toOne(flags.to));
    return EXIT.ok;
  },
});
