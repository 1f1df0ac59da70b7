/** What is printed of backups. */
import { ONE_FIELDS } from "./import-schema.ts";
import { boolean, choice, integer, list, meaning, object, optional, part, text, time } from "./json/schema.ts";

export const COUNTS = object({
  accounts: integer(),
  messages: integer("In the archives of people and rooms."),
  rooms: integer(),
  files: integer("Uploaded ones."),
});

export const BACKUP_PROBLEM = part(
  "BackupProblem",
  object({
    kind: choice([
      "runs",
      "no-room",
      "database-damaged",
      "changed",
      "not-a-backup",
      "cut",
      "damaged",
      "hostile",
      "newer",
      "encrypted",
      "passphrase",
      "identity",
      "no-folder",
      "not-writable",
      "other",
    ]),
    path: optional(text()),
    needed: optional(integer()),
    free: optional(integer()),
    why: optional(text()),
    version: optional(text()),
    by: optional(choice(["passphrase", "identity"])),
    user: optional(text()),
    isReadOnly: optional(boolean()),
    isService: optional(boolean()),
  }),
);

export const NIGHTLY_REPORT = part(
  "NightlyReport",
  object({
    folder: text(),
    isSameDisk: boolean("It is on the disk of the home: what becomes of one becomes of both."),
    last: optional(object({ name: text(), written: time(), bytes: integer() }, "The latest one.")),
    obstacle: optional(meaning(BACKUP_PROBLEM, "Why none can be written there, as it is now.")),
    failed: optional(object({ at: time(), problem: BACKUP_PROBLEM }, "The last attempt failed.")),
  }),
);

/** What a backup has in it. */
export const CONTENT_FIELDS = {
  version: text("Of the program that has made it."),
  created: time(),
  host: text("The name of the machine."),
  domains: list(text()),
  counts: COUNTS,
};

/** What one person has in a backup. */
export const RESTORED_ACCOUNT = object({
  account: text("A bare JID."),
  wasHere: boolean("The account was there, and has what was lacking."),
  dryRun: boolean(),
  ...ONE_FIELDS,
});
