/** jabber-home circle remove: takes away a circle with what it has brought to its people. */

import { circleMessages } from "../../messages/circles.ts";
import { askRunning } from "../ask.ts";
import { requireConfirmation } from "../confirm.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { CIRCLE_SUMMARY } from "./schema.ts";

export default defineVerb({
  name: "circle remove",
  operands: ["CIRCLE"],
  examples: ['circle remove "Chess club"', "circle remove Family --keep-room --yes"],
  prints: CIRCLE_SUMMARY,
  flags: {
    "keep-room": { kind: "switch", meaning: "keepRoom" },
    yes: { kind: "switch", meaning: "yes" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, language } = call;
    const messages = circleMessages[language];
    const [circle = ""] = operands;
    const isRoomKept = flags["keep-room"];
    if (!flags.yes)
      await requireConfirmation(call, {
        question: isRoomKept ? messages.removeIt(circle) : messages.removeWithRoom(circle),
        irrevocable: isRoomKept ? messages.contactsLost : messages.roomLost,
        notDone: messages.notRemoved,
      });
    const removed = await askRunning(call, "DELETE /circles", { circle, isRoomKept });
    report(call, CIRCLE_SUMMARY, removed, messages.removed(removed.name));
    return EXIT.ok;
  },
});
