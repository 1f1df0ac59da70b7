/** jabber-home circle add: puts people into a circle. */

import { circleMessages } from "../../messages/circles.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { list, object, text } from "../json/schema.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

const ANSWER = object({ added: list(text(), "Bare JIDs of those who were not in it.") });

export default defineVerb({
  name: "circle add",
  operands: ["CIRCLE", "JID…"],
  examples: ["circle add Family bob@example.com", "circle add Family bob carol dave"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { language, operands } = call;
    const [circle = "", ...people] = operands;
    const answer = await askRunning(call, "PUT /circles/people", { circle, people });
    const { added, nobodyNew } = circleMessages[language];
    report(call, ANSWER, answer, answer.added.length > 0 ? added(answer.added.join(", "), circle) : nobodyNew(circle));
    return EXIT.ok;
  },
});
