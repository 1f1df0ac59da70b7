/** jabber-home audit: what administrators have done. */

import { auditMessages, deedText } from "../messages/audit.ts";
import type { Language } from "../messages/language.ts";
import { serviceMessages } from "../messages/service.ts";
import { hanging } from "../messages/wrap.ts";
import type { ActName } from "../operations/acts.ts";
import type { AuditEntry } from "../operations/audit.ts";
import { askRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { choice, integer, list, nullable, object, optional, text, time } from "./json/schema.ts";
import { type Call, defineVerb, JSON_FLAG, report } from "./verb.ts";

const DEFAULT_LINES = "30";

const ANSWER = object({
  entries: list(
    object({
      id: integer(),
      time: time(),
      door: choice(["command line", "app", "page"], "How it was asked for."),
      account: nullable(text("Who has done it; null for whoever runs the server.")),
      act: text("What was done: accounts.remove."),
      whom: optional(list(text(), "The accounts, rooms or files that it was done to: the first of them.")),
      others: optional(integer("How many there were besides.")),
      what: optional(text("A name, an announcement: its beginning.")),
    }),
    "The latest first.",
  ),
});

export default defineVerb({
  name: "audit",
  examples: ["audit", "audit --lines 200", "audit --json"],
  prints: ANSWER,
  flags: { lines: { kind: "text", value: "N", meaning: "lastActs" }, json: JSON_FLAG },
  run: async (call) => {
    const { lines = DEFAULT_LINES } = call.flags;
    if (!/^\d{1,9}$/.test(lines))
      throw new CommandError(EXIT.usage, serviceMessages[call.language].logs.notANumber(lines));
    const entries = await lastEntries(call, Number(lines));
    report(call, ANSWER, { entries }, printEntries(entries, call.language));
    return EXIT.ok;
  },
});

/** Page by page: the server gives so many at once. */
async function lastEntries(call: Call, wanted: number): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let before: number | undefined;
  do {
    const page = await askRunning(call, "POST /audit/show", { max: wanted - entries.length, before });
    entries.push(...page.entries);
    before = page.next;
  } while (before !== undefined && entries.length < wanted);
  return entries;
}

/** For people: the latest first, times in UTC. */
export function printEntries(entries: readonly AuditEntry[], language: Language): string {
  const messages = auditMessages[language];
  if (entries.length === 0) return messages.nothing;
  return entries
    .map((entry) => {
      const by = messages.by(entry.door, entry.account);
      return hanging(`${timeOf(entry.time)}  `, messages.entry(by, deedText(entry, language)));
    })
    .join("\n");
}

const timeOf = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

/** Every act has its words. */
auditMessages.en.acts satisfies Readonly<Record<ActName, unknown>>;
