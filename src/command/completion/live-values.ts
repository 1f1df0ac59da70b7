/** jabber-home completion values: what the running server knows that begins with what was typed, a line each; silent otherwise. */
import { askServer } from "../../control/client.ts";
import { NAME_KINDS } from "../../control/protocol.ts";
import { EXIT } from "../exit.ts";
import { defineVerb } from "../verb.ts";

/** Milliseconds for which somebody who pressed Tab waits. */
const PATIENCE_MS = 700;

/** What no shell takes for anything but itself: a room whose name is `$(reboot)` is not offered. */
export const isPlain = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{M}\p{N}@%+=:,._/-]*$/u.test(name);

export default defineVerb({
  name: "completion values",
  operands: ["KIND", "[TEXT]"],
  examples: ["completion values accounts al"],
  flags: {},
  isHidden: true,
  run: async ({ operands, home, terminal }) => {
    const [given, beginning = ""] = operands;
    const kind = NAME_KINDS.find((known) => known === given);
    if (!kind) return EXIT.usage;
    const asked = askServer(home, "POST /names", { kind, beginning }).catch(() => undefined);
    const answer = await Promise.race([asked, Bun.sleep(PATIENCE_MS).then(() => undefined)]);
    const names = answer?.names.filter(isPlain) ?? [];
    if (names.length > 0) terminal.out(names.join("\n"));
    return EXIT.ok;
  },
});
