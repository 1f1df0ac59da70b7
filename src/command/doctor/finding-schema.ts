/** What is printed of a finding. */

import { SEVERITIES } from "../../findings/check.ts";
import { BACKUP_PROBLEM } from "../backup-schema.ts";
import { CERTIFICATE_PROBLEM } from "../certificate/schema.ts";
import { FAILURE_REASON } from "../federation/schema.ts";
import {
  boolean,
  choice,
  either,
  integer,
  list,
  meaning,
  number,
  object,
  optional,
  part,
  text,
  time,
} from "../json/schema.ts";
import { WANTED_PORT } from "../status-schema.ts";
import { CONFIG_PROBLEM, NAMED_RECORD } from "./facts-schema.ts";

export const DETAILS = part(
  "Details",
  object({
    pid: optional(integer()),
    running: optional(text()),
    here: optional(text()),
    path: optional(text()),
    newest: optional(text()),
    failed: optional(text()),
    result: optional(text()),
    exitCode: optional(integer()),
    option: optional(text()),
    count: optional(integer()),
    event: optional(text()),
    at: optional(time()),
    why: optional(text()),
    problem: optional(either([text(), CONFIG_PROBLEM, CERTIFICATE_PROBLEM, BACKUP_PROBLEM])),
    mode: optional(text('As chmod(1) writes it: "0644".')),
    paths: optional(list(text())),
    owner: optional(text()),
    wanted: optional(text()),
    home: optional(text()),
    target: optional(text()),
    bytes: optional(integer()),
    hasBackup: optional(boolean()),
    problems: optional(list(text())),
    by: optional(either([text(), number()], "By how many milliseconds a clock is wrong; by whom something is held.")),
    unused: optional(integer()),
    free: optional(integer()),
    reserve: optional(integer("Bytes below which nothing new is taken.")),
    type: optional(text()),
    left: optional(integer()),
    usual: optional(number("Milliseconds.")),
    longest: optional(number("Milliseconds.")),
    percent: optional(number()),
    days: optional(number()),
    perDay: optional(number("Bytes.")),
    limit: optional(integer()),
    says: optional(time()),
    said: optional(time()),
    until: optional(time()),
    who: optional(text()),
    folder: optional(text()),
    port: optional(integer()),
    challenge: optional(text()),
    name: optional(text()),
    names: optional(list(text())),
    records: optional(list(NAMED_RECORD)),
    address: optional(text("ADDRESS:PORT, or that of a machine.")),
    listener: optional(text('The option\'s name: "https".')),
    holder: optional(meaning(object({ name: text(), pid: integer(), home: optional(text()) }), "Who has it.")),
    code: optional(text("The system's: EADDRINUSE, EACCES.")),
    reason: optional(text("The system's sentence.")),
    router: optional(text("The router's address in this network.")),
    maker: optional(text()),
    kind: optional(text()),
    ports: optional(list(WANTED_PORT)),
    external: optional(text()),
    age: optional(integer("Milliseconds.")),
    domain: optional(text()),
    since: optional(time()),
    waiting: optional(integer("Stanzas that wait.")),
    obstacle: optional(meaning(FAILURE_REASON, "The same, as data.")),
    groups: optional(list(text())),
    example: optional(text()),
    missing: optional(integer()),
    looked: optional(integer()),
    service: optional(text()),
    accounts: optional(integer()),
    failures: optional(integer()),
    transport: optional(choice(["tcp", "udp"])),
    isAttempted: optional(boolean()),
    written: optional(time()),
  }),
);

const SEVERITY = choice(
  SEVERITIES,
  "bad: people notice it; warning: they will, where nobody does anything; notice: good to know.",
);

const FINDING_FIELDS = {
  kind: text("Names it for good; docs/troubleshooting.md has a paragraph for each."),
  severity: SEVERITY,
  details: meaning(DETAILS, "What the sentence about it says, as data: other properties for each kind."),
};

/** As data alone. */
export const FINDING = part("Finding", object(FINDING_FIELDS));

/** With what helps. */
export const EXAMINED_FINDING = part(
  "ExaminedFinding",
  object({
    ...FINDING_FIELDS,
    subject: optional(text('What it is about: "disk".')),
    sentence: text("In the language of the system, or of --lang."),
    remedies: list(text(), "Likewise; the best first."),
    page: text("Where more is written about it."),
    mendable: boolean("--fix can mend it."),
  }),
);
