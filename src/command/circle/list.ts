/** jabber-home circle list: the circles. */

import { circleMessages } from "../../messages/circles.ts";
import type { Language } from "../../messages/language.ts";
import type { CircleSummary } from "../../operations/circles.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { list, object } from "../json/schema.ts";
import { shellCommand } from "../program.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { CIRCLE_SUMMARY } from "./schema.ts";

const ANSWER = object({ circles: list(CIRCLE_SUMMARY) });

export default defineVerb({
  name: "circle list",
  examples: ["circle list", "circle list --json"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language } = call;
    const { circles } = await askRunning(call, "GET /circles");
    report(call, ANSWER, { circles }, printCircles(circles, shellCommand(home, "circle create CIRCLE"), language));
    return EXIT.ok;
  },
});

/** Two lines for each. `command` is the command line that makes one. */
export function printCircles(circles: readonly CircleSummary[], command: string, language: Language): string {
  const messages = circleMessages[language];
  if (circles.length === 0) return `${messages.none}\n  ${command}`;
  return circles
    .map(({ name, people, room }) => `${name}\n  ${messages.people(people)}, ${room ?? messages.noRoom}`)
    .join("\n");
}
