/** jabber-home room list: the rooms. */

import { helpMessages } from "../../messages/help.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { list, object } from "../json/schema.ts";
import { shellCommand } from "../program.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { printRooms } from "./report.ts";
import { ROOM_ENTRY } from "./schema.ts";

const ANSWER = object({ rooms: list(ROOM_ENTRY) });

export default defineVerb({
  name: "room list",
  examples: ["room list", "room list --json"],
  prints: ANSWER,
  flags: { json: JSON_FLAG },
  run: async (call) => {
    const { home, language } = call;
    const { rooms } = await askRunning(call, "GET /rooms");
    report(
      call,
      ANSWER,
      { rooms },
      printRooms(rooms, shellCommand(home, `room create ${helpMessages[language].words.ROOM}`), language),
    );
    return EXIT.ok;
  },
});
