/** What DNS says, and what to do about it, in lines for people: for the wizard and for `jabber-home dns`. */
import { isIP } from "node:net";
import type { CheckedRecord, WrongValue } from "../src/dns/record-check.ts";
import type { RecordSet } from "../src/dns/record-set.ts";
import type { DnsRecord } from "../src/dns/records.ts";
import type { DnsSight, StrayRecord } from "../src/dns/stray-records.ts";
import { dataOf, relativeName, zoneFileLines } from "../src/dns/zone-file.ts";
import type { DnsMessages } from "../src/messages/dns.ts";
import { wrap } from "../src/messages/wrap.ts";
import { type Line, plain } from "./prompts.ts";

const INDENT = " ".repeat(6);

export interface LinesContext {
  readonly messages: DnsMessages;
  /** The apex of the zone, for names as a provider's form wants them. */
  readonly zone: string;
  /** The columns of a line. */
  readonly width: number;
  /** Names without the zone. */
  readonly isShort?: boolean;
  /** The look before this one, which tells what is new. */
  readonly before?: DnsSight | undefined;
}

/** `✘ SRV  _xmpp-server._tcp.example.com   change  chat.old-host.net:5269 → tintin.example.com:5269`, and why. */
export function sightLines(sight: DnsSight, context: LinesContext): Line[] {
  const { records, strays } = sight;
  const nameOf = ({ name }: { readonly name: string }): string =>
    context.isShort && name.endsWith(`.${context.zone}`) ? relativeName(name, context.zone) : name;
  const nameWidth = Math.max(
    0,
    ...[...records.map(({ record }) => record), ...strays].map((one) => nameOf(one).length),
  );
  const ours = records.flatMap(({ record }) => (record.type === "A" || record.type === "AAAA" ? [record.value] : []));
  const firstShared = records.find(({ record, state }) => state === "missing" && isShared(record));
  return [
    ...records.flatMap((checked, index) => {
      const wasRight = (context.before?.records[index] ?? checked).state === "right";
      const isNew = checked.state === "right" && !wasRight;
      const text = seenText(checked, context.messages) + (isNew ? ` ${context.messages.isNew}` : "");
      const { type } = checked.record;
      const name = nameOf(checked.record).padEnd(nameWidth);
      return [
        ...row({ mark: markOf(checked), type, name, text }, context),
        ...reasonLines(checked, ours.join(", "), context),
        ...(checked === firstShared ? reasons([context.messages.shared], context) : []),
      ];
    }),
    ...strays.flatMap((stray) => [
      ...row(
        {
          mark: stray.why === "left-over" ? "note" : "wrong",
          type: stray.type,
          name: nameOf(stray).padEnd(nameWidth),
          text: context.messages.remove(shortValue(stray.value)),
        },
        context,
      ),
      ...reasons([context.messages.stray[stray.why]()], context),
    ]),
  ];
}

const isShared = (record: DnsRecord): boolean => record.type === "SRV" && record.isShared === true;

interface Row extends Line {
  readonly type: string;
  readonly name: string;
}

function row({ mark, type, name, text }: Row, context: LinesContext): Line[] {
  const line = `${type.padEnd(5)} ${name}  ${text}`;
  if (line.length <= context.width) return [{ mark, text: line }];
  return [{ mark, text: `${type.padEnd(5)} ${name}`.trimEnd() }, ...reasons([text], context)];
}

const reasons = (texts: readonly string[], { width }: LinesContext): Line[] =>
  texts.flatMap((text) => wrap(text, width - INDENT.length).flatMap((part) => plain(INDENT + part)));

/** What to do about a record. */
function seenText(checked: CheckedRecord, messages: DnsMessages): string {
  const { record } = checked;
  if (checked.state === "right") {
    if (record.type !== "SRV") return String(record.value);
    return record.isShared ? messages.rightAt(record.value.port) : messages.right;
  }
  if (checked.state === "unknown") return messages.unanswered[checked.reason];
  if (checked.state === "missing")
    return record.isOptional ? messages.recommended(dataOf(record)) : messages.add(dataOf(record));
  const values = checked.values.map(({ value }) => shortValue(value)).join(", ");
  return checked.isBeside ? messages.remove(values) : messages.change(values, shortValue(dataOf(record)));
}

/** Of an SRV record "10 100 5269 chat.old-host.net." it is chat.old-host.net:5269; others are what they are. */
const shortValue = (value: string): string =>
  value.replace(/^\d+ \d+ (\d+) (\S+?)\.?$/, "$2:$1").replace(/\.$/, "") || ".";

function reasonLines(checked: CheckedRecord, ours: string, context: LinesContext): Line[] {
  const { messages, zone } = context;
  if (checked.state === "missing" && checked.misplaced !== undefined)
    return reasons([messages.misplaced(checked.misplaced, relativeName(checked.record.name, zone))], context);
  if (checked.state !== "wrong") return [];
  const texts = checked.values.map(({ value, why }) => messages.why[why](targetOf(value, why), ours));
  return reasons([...new Set(texts)], context);
}

const targetOf = (value: string, why: WrongValue["why"]): string =>
  why === "port" ? (value.split(" ")[2] ?? value) : (value.split(" ").at(-1) ?? value);

function markOf({ record, state }: CheckedRecord): Line["mark"] {
  if (state === "right") return "right";
  return state === "unknown" || (state === "missing" && record.isOptional) ? "note" : "wrong";
}

/** Records that are not as they should be, by what to do: new ones, those in place of others, lines to remove. */
export function workOf({ records, strays }: DnsSight) {
  const of = (isMeant: (checked: CheckedRecord) => boolean): readonly DnsRecord[] =>
    records.filter(isMeant).map(({ record }) => record);
  const beside = records.flatMap((checked) =>
    checked.state === "wrong" && checked.isBeside
      ? checked.values.map(({ value }) => removedLine({ type: checked.record.type, name: checked.record.name, value }))
      : [],
  );
  return {
    add: of(({ state, record }) => state === "missing" && !record.isOptional),
    recommended: of(({ state, record }) => state === "missing" && record.isOptional),
    change: of((checked) => checked.state === "wrong" && !checked.isBeside),
    /** All of these, in their order. */
    toEnter: of((checked) => checked.state === "missing" || (checked.state === "wrong" && !checked.isBeside)),
    remove: [...beside, ...strays.map(removedLine)],
    unknown: records.flatMap((checked) => (checked.state === "unknown" ? [checked] : [])),
  };
}

const FAMILIES: ReadonlyMap<number, string> = new Map([
  [4, "A"],
  [6, "AAAA"],
]);

function removedLine({ type, name, value }: Pick<StrayRecord, "name" | "value"> & { readonly type: string }): string {
  const family = FAMILIES.get(isIP(value)) ?? (type === "A" || type === "AAAA" ? "CNAME" : type);
  const hasTarget = (family === "SRV" || family === "CNAME") && !value.endsWith(".");
  return `${name}. IN ${family} ${value}${hasTarget ? "." : ""}`;
}

/** Whether others cannot reach this server as they should. */
export const isLacking = ({ records, strays }: DnsSight): boolean =>
  records.some(({ state, record }) => state === "wrong" || (state !== "right" && !record.isOptional)) ||
  strays.some(({ why }) => why !== "left-over");

export const isComplete = ({ records, strays }: DnsSight): boolean =>
  records.every(({ state }) => state === "right") && strays.length === 0;

/** Lines to paste, by what to do with them, each block under its heading. */
export function adviceBlocks(sight: DnsSight, messages: DnsMessages): { heading: string; lines: readonly string[] }[] {
  const { add, recommended, change, toEnter, remove } = workOf(sight);
  const isEnough = add.length === 0 && !isLacking(sight);
  const toAdd = toEnter.filter((record) => !change.includes(record));
  return [
    { heading: messages.addThese, lines: zoneFileLines(isEnough ? [] : toAdd) },
    { heading: messages.enough, lines: zoneFileLines(isEnough ? recommended : []) },
    { heading: messages.changeThese, lines: zoneFileLines(change) },
    { heading: messages.removeThese, lines: remove },
  ].filter(({ lines }) => lines.length > 0);
}

/** What helps where DNS has not answered. */
export function unansweredLines(sight: DnsSight, isConnected: boolean, messages: DnsMessages): readonly string[] {
  const { unknown } = workOf(sight);
  if (unknown.length === 0) return [];
  if (!isConnected) return [messages.noNetwork];
  return [...new Set(unknown.map(({ reason }) => messages.unansweredHelp[reason]))];
}

/** Record sets to be written, as lines of a zone file; `removed` stands behind one that goes. */
export const setLines = (sets: readonly RecordSet[], removed: string): readonly string[] =>
  sets.flatMap(({ name, type, ttl, values }) =>
    values.length === 0
      ? [`${name}. IN ${type}   (${removed})`]
      : values.map((value) => `${name}. ${ttl} IN ${type} ${value}`),
  );
