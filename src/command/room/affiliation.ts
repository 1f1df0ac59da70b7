/** jabber-home room affiliation: changes an affiliation (XEP-0045 §5.2). */

import { roomMessages } from "../../messages/rooms.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { AFFILIATION_CHANGED } from "./schema.ts";

export default defineVerb({
  name: "room affiliation",
  operands: ["ROOM", "JID", "AFFILIATION"],
  examples: [
    "room affiliation family bob@example.com member",
    "room affiliation family bob@example.com none",
    "room affiliation club spam.example outcast --reason Spam",
  ],
  prints: AFFILIATION_CHANGED,
  flags: {
    reason: { kind: "text", value: "TEXT", meaning: "reasonToAll" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { language, operands, flags } = call;
    const [room = "", jid = "", affiliation = ""] = operands;
    const wish = { room, jid, affiliation, reason: flags.reason };
    const changed = await askRunning(call, "PUT /rooms/affiliation", wish);
    report(
      call,
      AFFILIATION_CHANGED,
      changed,
      roomMessages[language].affiliated[changed.affiliation](changed.jid, changed.room),
    );
    return EXIT.ok;
  },
});
