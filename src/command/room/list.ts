/** jabber-home room list: the rooms. */
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { shellCommand } from "../program.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { printRooms } from "./report.ts";

export default defineVerb({
  name: "room list",
  examples: ["room list", "room list --json"],
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language } = call;
    const { rooms } = await askRunning(call, "GET /rooms");
    report(call, { rooms }, printRooms(rooms, shellCommand(home, "room create ROOM"), language));
    return EXIT.ok;
  },
});
