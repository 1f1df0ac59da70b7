/** jabber-home circle show: who is in a circle. */

import { circleMessages } from "../../messages/circles.ts";
import type { Language } from "../../messages/language.ts";
import type { CircleDetails } from "../../operations/circles.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { CIRCLE_DETAILS } from "./schema.ts";

export default defineVerb({
  name: "circle show",
  operands: ["CIRCLE"],
  examples: ["circle show Family", "circle show Family --json"],
  prints: CIRCLE_DETAILS,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const circle = await askRunning(call, "POST /circles/show", { circle: call.operands[0] ?? "" });
    report(call, CIRCLE_DETAILS, circle, printCircle(circle, call.language));
    return EXIT.ok;
  },
});

/** The longest there first. */
export function printCircle({ name, room, people, members }: CircleDetails, language: Language): string {
  const messages = circleMessages[language];
  const width = Math.max(0, ...members.map(({ jid }) => jid.length));
  const lines = members.map((member) => {
    const since = messages.since(new Date(member.since).toISOString().slice(0, 10));
    return `  ${member.jid.padEnd(width)}  ${since}  ${member.name}`;
  });
  return [messages.about(name, messages.people(people), room ?? messages.noRoom), ...lines].join("\n");
}
