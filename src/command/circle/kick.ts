/** jabber-home circle kick: takes people out of a circle. */

import { circleMessages } from "../../messages/circles.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { list, object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ kicked: list(text(), "Bare JIDs.") });

export default defineVerb({
  name: "circle kick",
  operands: ["CIRCLE", "JID…"],
  examples: ["circle kick Family bob@example.com"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { language, operands } = call;
    const [circle = "", ...people] = operands;
    const answer = await askRunning(call, "DELETE /circles/people", { circle, people });
    report(call, ANSWER, answer, circleMessages[language].kicked(answer.kicked.join(", "), circle));
    return EXIT.ok;
  },
});
