/** Step: the DNS records, as the authoritative name servers have them, and what to add. */
import type { CheckedRecord } from "../../src/dns/record-check.ts";
import type { DnsRecord } from "../../src/dns/records.ts";
import { formRows, zoneFileLines } from "../../src/dns/zone-file.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import type { DnsMessages } from "../../src/messages/dns.ts";
import { type Line, plain, toPaste } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";

/** What fits beside the bar and the sign. */
const LINE_WIDTH = 74;
/** What fits without a bar. */
const SCREEN_WIDTH = 80;
/** The column for a record's type, and the first field that is a number. */
const TYPE_WIDTH = 7;
const FIRST_NUMBER = 3;

/** `✘ SRV  _xmpp-server._tcp.example.com   leads to chat.old-host.net:5269`; `before` tells what a new look has changed. */
export function recordLines(
  sights: readonly CheckedRecord[],
  messages: DnsMessages,
  before: readonly CheckedRecord[] = sights,
): Line[] {
  const width = Math.max(...sights.map(({ record }) => record.name.length));
  return sights.flatMap((sight, index) => {
    const { record } = sight;
    const isNew = sight.state === "right" && before[index]?.state !== "right";
    const seen = `${seenText(sight, messages)}${isNew ? ` ${messages.isNew}` : ""}`;
    const text = `${record.type.padEnd(5)} ${record.name.padEnd(width)}  ${seen}`;
    if (text.length <= LINE_WIDTH) return [{ mark: markOf(sight), text }];
    const name = `${record.type.padEnd(5)} ${record.name}`;
    return [{ mark: markOf(sight), text: name }, ...plain(`${" ".repeat(8)}${seen}`)];
  });
}

/** What DNS says of a record. */
function seenText(sight: CheckedRecord, { seen: messages }: DnsMessages): string {
  const { record } = sight;
  if (sight.state === "right") return record.type === "SRV" ? messages.right : String(record.value);
  if (sight.state === "wrong") return messages.leadsTo(sight.values.map(targetOf).join(", "));
  if (sight.state === "unknown") return messages.unanswered;
  return record.isOptional ? messages.missingOptional : messages.missing;
}

/** Of an SRV record "10 100 5269 chat.old-host.net" it is chat.old-host.net:5269; addresses are what they are. */
const targetOf = (value: string): string => value.replace(/^\d+ \d+ (\d+) (\S+)$/, "$2:$1");

function markOf({ record, state }: CheckedRecord): Line["mark"] {
  if (state === "right") return "right";
  return state === "unknown" || (state === "missing" && record.isOptional) ? "note" : "wrong";
}

/**
 * The records as the fields of a registrar's web form: under a heading in which each column has its name, or, where names
 * are too long for that, each field with its name before it.
 */
export function formLines(records: readonly DnsRecord[], zone: string, messages: DnsMessages): string[] {
  const cells = formRows(records, zone).map((row) =>
    row.type === "SRV"
      ? [row.type, row.service, row.protocol, row.name, row.priority, row.weight, row.port, row.target]
      : [row.type, "", "", row.name, "", "", "", row.target],
  );
  const lines = tableLines([messages.columns, ...cells]);
  return lines.every(({ length }) => length <= SCREEN_WIDTH)
    ? lines
    : cells.flatMap((row) => fieldLines(row, messages));
}

/** `SRV    Service _xmpp-client  Protocol _tcp  Name @`, and what follows in a second line. */
function fieldLines([type = "", ...fields]: readonly string[], { columns }: DnsMessages): string[] {
  const named = fields.map((field, index) => (field === "" ? "" : `${columns[index + 1]} ${field}`));
  const halves = [named.slice(0, FIRST_NUMBER), named.slice(FIRST_NUMBER)];
  const [first, second] = halves.map((half) => half.filter((text) => text !== "").join("  "));
  return [`${type.padEnd(TYPE_WIDTH)}${first}`, `${" ".repeat(TYPE_WIDTH)}${second}`];
}

function tableLines(table: readonly (readonly string[])[]): string[] {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const CHOICES = ["again", "form", "save", "on"] as const;
type Choice = (typeof CHOICES)[number];

/** Shows the records as fields of a form, or saves them as a zone file. */
function showOrSave(
  choice: Choice,
  due: readonly DnsRecord[],
  { answers, prompts, environment, messages }: StepContext,
): void {
  const zone = domainToAscii(given(answers, "domain"));
  if (choice === "form") prompts.show(messages.dns.formHeading(zone), toPaste(formLines(due, zone, messages.dns)));
  if (choice === "save") {
    const path = environment.saveFile(`${zone}.zone`, `${zoneFileLines(due).join("\n")}\n`);
    prompts.show(messages.dns.saved(path), []);
  }
}

export const dns: Step = {
  name: "dns",
  number: 1,
  applies: ({ purpose }) => purpose !== "local",
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    const records = environment.records(answers);
    const domain = given(answers, "domain");
    // A script does not wait for records that it learns only now.
    if (prompts.isUnattended) {
      prompts.show(messages.dns.add, toPaste(zoneFileLines(records)));
      return {};
    }
    const progress = { message: messages.dns.looking(domain), whenLong: messages.dns.slow };
    let before: readonly CheckedRecord[] | undefined;
    for (;;) {
      const sights = await prompts.waitFor(progress, () => environment.checkRecords(records));
      const due = sights.filter(({ state }) => state !== "right").map(({ record }) => record);
      prompts.show(messages.dns.heading(domain), recordLines(sights, messages.dns, before));
      if (due.length === 0) {
        prompts.show(messages.dns.complete, []);
        return {};
      }
      if (!before) {
        prompts.show(messages.dns.add, toPaste(zoneFileLines(due)));
        prompts.show(messages.dns.whatFor, plain(...messages.dns.meaning));
      }
      before = sights;
      const choice = await nextChoice(due, context);
      if (choice === "on") return {};
    }
  },
};

/** Resolves with "again" or "on"; does the others meanwhile. */
async function nextChoice(due: readonly DnsRecord[], context: StepContext): Promise<Choice> {
  const { prompts, messages } = context;
  for (;;) {
    const choice = await prompts.choose({
      message: messages.dns.question,
      choices: CHOICES.map((value) => ({ value, label: messages.dns.choices[value] })),
      initial: due.every(({ isOptional }) => isOptional) ? "on" : "again",
      unattended: "on",
    });
    if (choice === "again" || choice === "on") return choice;
    showOrSave(choice, due, context);
  }
}
