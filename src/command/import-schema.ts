/** What is printed of an import. */
import { KINDS } from "../import-report.ts";
import { boolean, integer, list, nullable, object, record, text } from "./json/schema.ts";

const NAMES = KINDS.map((kind) => kind.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
export const KINDS_MEANING = `One of ${NAMES.join(", ")}.`;

export const LEFT = object({
  kind: text(KINDS_MEANING),
  reason: text("Why: a word."),
  subject: text("Which one: an address, the name of a node; empty where it says nothing."),
  count: integer(),
});

/** Of an account, or of the server. */
export const ONE_FIELDS = {
  stored: record(integer(), "How many things were stored, or would be, by kind."),
  known: record(integer(), "How many were here already, by kind."),
  left: list(LEFT, "What did not come along."),
};

export const IMPORTED = object({
  source: text("The kind of source."),
  path: text(),
  dryRun: boolean(),
  domains: list(object({ from: text(), to: text() })),
  roomsAlso: list(text(), "At which rooms answer from now on, beside those at which they did."),
  webAlso: list(text(), "At which files are found from now on."),
  restartNeeded: boolean("The running server takes over roomsAlso and webAlso by a restart."),
  total: object({ stored: ONE_FIELDS.stored, known: ONE_FIELDS.known }),
  server: object(ONE_FIELDS, "What belongs to no account."),
  accounts: list(
    object({
      account: text("A bare JID."),
      ...ONE_FIELDS,
      needsPassword: boolean("Its password did not come along."),
      resetLink: nullable(text("Where one is chosen; null where none is needed, or there are no pages.")),
    }),
  ),
});
