/** jabber-home room destroy: destroys a room with everything that is kept for it. */

import { roomMessages } from "../../messages/rooms.ts";
import { askRunning } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT } from "../exit.ts";
import { object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ destroyed: text("The room's JID.") });

export default defineVerb({
  name: "room destroy",
  operands: ["ROOM"],
  examples: ["room destroy family", 'room destroy club --yes --reason "We have moved."'],
  prints: ANSWER,
  flags: {
    reason: { kind: "text", value: "TEXT", meaning: "reasonOfEnd" },
    yes: { kind: "switch", meaning: "yes" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, language } = call;
    const messages = roomMessages[language];
    const [room = ""] = operands;
    if (!flags.yes)
      await requireConfirmation(call, {
        question: messages.destroyIt(room),
        irrevocable: messages.irrevocable,
        notDone: messages.notDestroyed,
      });
    const answer = await askRunning(call, "DELETE /rooms", { room, reason: flags.reason });
    report(call, ANSWER, answer, messages.destroyed(answer.destroyed));
    return EXIT.ok;
  },
});
