/** What is printed of circles. */
import { integer, list, nullable, object, part, text, time } from "../json/schema.ts";

export const CIRCLE_SUMMARY = part(
  "CircleSummary",
  object({
    name: text(),
    room: nullable(text("Its room, a bare JID; null where that was destroyed.")),
    people: integer(),
    created: time(),
  }),
);

export const CIRCLE_DETAILS = part(
  "CircleDetails",
  object({
    members: list(
      object({ jid: text(), name: text("By which the others have it."), since: time() }),
      "The longest there first.",
    ),
    name: text(),
    room: nullable(text("Its room, a bare JID; null where that was destroyed.")),
    people: integer(),
    created: time(),
  }),
);
