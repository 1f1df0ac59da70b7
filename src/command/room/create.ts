/** jabber-home room create: creates a room, ready to be entered. */

import { roomMessages } from "../../messages/rooms.ts";
import { askRunning } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { shellCommand } from "../program.ts";
import { defineVerb, JSON_FLAG, report } from "../verb.ts";
import { kindOf } from "./report.ts";
import { ROOM_DETAILS } from "./schema.ts";

export default defineVerb({
  name: "room create",
  operands: ["ROOM"],
  examples: [
    "room create family",
    'room create family --name "The family" --owner alice@example.com',
    "room create club@rooms.example.com --public",
  ],
  prints: ROOM_DETAILS,
  flags: {
    public: { kind: "switch", meaning: "publicRoom" },
    owner: { kind: "text", value: "JID", meaning: "roomOwner" },
    name: { kind: "text", value: "TEXT", meaning: "roomName" },
    json: JSON_FLAG,
  },
  run: async (call) => {
    const { home, language, operands, flags } = call;
    const messages = roomMessages[language];
    const wish = { room: operands[0] ?? "", owner: flags.owner, name: flags.name, isPublic: flags.public };
    const room = await askRunning(call, "POST /rooms", wish);
    const { jid, config, affiliations } = room;
    const made = messages.made(jid, kindOf({ config, isLocked: false }, language), affiliations[0]?.jid ?? "");
    const next = messages.next(shellCommand(home, `room affiliation ${jid} JID member`));
    report(call, ROOM_DETAILS, room, config.membersonly ? `${made}\n  ${next}` : made);
    return EXIT.ok;
  },
});
