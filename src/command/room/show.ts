/** jabber-home room show: the settings, affiliations and occupants of a room. */

import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { printRoom } from "./report.ts";
import { ROOM_DETAILS } from "./schema.ts";

export default defineVerb({
  name: "room show",
  operands: ["ROOM"],
  examples: ["room show family", "room show family@rooms.example.com --json"],
  prints: ROOM_DETAILS,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { language, operands } = call;
    const room = await askRunning(call, "POST /rooms/show", { room: operands[0] ?? "" });
    report(call, ROOM_DETAILS, room, printRoom(room, language));
    return EXIT.ok;
  },
});
