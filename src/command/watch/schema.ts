/** What status --watch --json prints. */
import { FINDING } from "../doctor/finding-schema.ts";
import { choice, integer, list, number, object, optional, time } from "../json/schema.ts";
import { STATUS_FIELDS } from "../status-schema.ts";

/** Each time. */
export const WATCHED = object({
  time: time(),
  running: choice([true]),
  ...STATUS_FIELDS,
  findings: list(FINDING, "What is wrong, the worst first."),
  connected: integer("Apps."),
  away: integer("Apps that can come back to their sessions."),
  messagesIn: optional(number("Messages a second since the last time; not there the first time.")),
  messagesOut: optional(number("Likewise.")),
  stanzas: optional(number("All stanzas a second, likewise.")),
  processor: optional(number("Percent of one processor, likewise.")),
  waitingForApps: integer("Stanzas."),
  waitingForServers: integer("Stanzas."),
  database: integer("Bytes."),
  wal: integer("Bytes of the database's log."),
});
