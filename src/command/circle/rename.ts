/** jabber-home circle rename: gives a circle, its room and the groups in its people's lists another name. */

import { circleMessages } from "../../messages/circles.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { CIRCLE_SUMMARY } from "./schema.ts";

export default defineVerb({
  name: "circle rename",
  operands: ["CIRCLE", "NAME"],
  examples: ['circle rename Family "The Duponts"'],
  prints: CIRCLE_SUMMARY,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { language, operands } = call;
    const [circle = "", name = ""] = operands;
    const renamed = await askRunning(call, "PUT /circles/name", { circle, name });
    report(call, CIRCLE_SUMMARY, renamed, circleMessages[language].renamed(circle, renamed.name));
    return EXIT.ok;
  },
});
