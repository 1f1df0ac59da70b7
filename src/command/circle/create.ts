/** jabber-home circle create: makes a circle with its room, and puts people into it. */

import { circleMessages } from "../../messages/circles.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { shellCommand } from "../program.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { CIRCLE_DETAILS } from "./schema.ts";

export default defineVerb({
  name: "circle create",
  operands: ["CIRCLE", "[JID…]"],
  examples: ["circle create Family", 'circle create "Chess club" alice@example.com bob@example.com'],
  prints: CIRCLE_DETAILS,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language, operands } = call;
    const messages = circleMessages[language];
    const [circle = "", ...people] = operands;
    const made = await askRunning(call, "POST /circles", { circle, people });
    const next = messages.next(shellCommand(home, "circle add CIRCLE JID"));
    report(call, CIRCLE_DETAILS, made, `${messages.made(made.name, made.people, made.room ?? "")}\n  ${next}`);
    return EXIT.ok;
  },
});
