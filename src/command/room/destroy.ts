/** jabber-home room destroy: a group chat comes to its end, with everything that is kept for it. */

import { type RoomMessages, roomMessages } from "../../messages/rooms.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";

export default defineVerb({
  name: "room destroy",
  summary: "removes a group chat with its history, and tells who is in it",
  operands: ["ROOM"],
  examples: ["room destroy family", 'room destroy club --yes --reason "We have moved."'],
  flags: {
    reason: { kind: "text", value: "TEXT", sentence: "What those who are in it are told." },
    yes: { kind: "switch", sentence: "Do not ask whether this is meant." },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { flags, operands, terminal, language } = call;
    const messages = roomMessages[language];
    const [room = ""] = operands;
    if (!flags.yes) await confirm(room, terminal.isInteractive, messages);
    const answer = await askRunning(call, "DELETE /rooms", { room, reason: flags.reason });
    report(call, answer, messages.destroyed(answer.destroyed));
    return EXIT.ok;
  },
});

async function confirm(room: string, isInteractive: boolean, messages: RoomMessages): Promise<void> {
  if (!isInteractive) throw new CommandError(EXIT.usage, "missing: --yes", messages.irrevocable);
  const { confirm: asked } = await import("@clack/prompts");
  const answer = await asked({ message: messages.destroyIt(room), initialValue: false });
  if (answer !== true) throw new CommandError(EXIT.failed, messages.notDestroyed);
}
