/** jabber-home room destroy: a group chat comes to its end, with everything that is kept for it. */
import { askRunning } from "../ask-running.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { ROOMS, type RoomWords } from "./words.ts";

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
    const { flags, operands, terminal, home, language } = call;
    const words = ROOMS[language];
    const [room = ""] = operands;
    if (!flags.yes) await confirm(room, terminal.isInteractive, words);
    const answer = await askRunning(home, language, "DELETE /rooms", { room, reason: flags.reason });
    report(call, answer, words.destroyed((answer as { destroyed: string }).destroyed));
    return EXIT.ok;
  },
});

async function confirm(room: string, isInteractive: boolean, words: RoomWords): Promise<void> {
  if (!isInteractive) throw new CommandError(EXIT.usage, "missing: --yes", words.irrevocable);
  const { confirm: asked } = await import("@clack/prompts");
  const answer = await asked({ message: words.destroyIt(room), initialValue: false });
  if (answer !== true) throw new CommandError(EXIT.failed, words.notDestroyed);
}
