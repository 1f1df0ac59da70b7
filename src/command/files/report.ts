/** Files that people have sent, for people. */
import { DAY } from "../../clock.ts";
import { fileMessages } from "../../messages/files.ts";
import type { Language } from "../../messages/language.ts";
import { sizeText } from "../../messages/units.ts";
import { onOneLine } from "../../one-line.ts";
import type { FileSummary, FilesReport } from "../../operations/files.ts";

type FileMessages = (typeof fileMessages)["en"];

/** How much there is and may be, then a line for each account. */
export function printReport(report: FilesReport, language: Language): string {
  const messages = fileMessages[language];
  const { files, bytes, capacity, limits, owners } = report;
  const size = (count: number): string => sizeText(count, language);
  const room = capacity === undefined ? undefined : size(capacity);
  const kept = limits.keep === undefined ? messages.forEver : messages.days(Math.floor(limits.keep / DAY));
  const rows: readonly (readonly [string, string])[] = [
    [messages.oneFile, messages.atMost(size(limits.file))],
    [messages.oneAccount, messages.quotas(size(limits.account), size(limits.day))],
    [messages.kept, kept],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const limitLines = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
  const total = files === 0 ? messages.none : messages.total(files, size(bytes), room);
  return [total, ...limitLines, ...ownerLines(owners, messages, size)].join("\n");
}

function ownerLines(owners: FilesReport["owners"], { files }: FileMessages, size: (bytes: number) => string): string[] {
  if (owners.length === 0) return [];
  const sizes = owners.map(({ bytes }) => size(bytes));
  const ownerWidth = Math.max(...owners.map(({ owner }) => owner.length));
  const sizeWidth = Math.max(...sizes.map((text) => text.length));
  const lines = owners.map(
    (entry, index) =>
      `${entry.owner.padEnd(ownerWidth)}  ${(sizes[index] ?? "").padStart(sizeWidth)}  ${files(entry.files)}`,
  );
  return ["", ...lines];
}

/** Three lines for each file: its name, what is known of it, its address. */
export function printFiles(
  owner: string,
  files: readonly FileSummary[],
  messages: FileMessages,
  language: Language,
): string {
  if (files.length === 0) return messages.noneOf(owner);
  const sum = files.reduce((bytes, file) => bytes + file.bytes, 0);
  const entries = files.map(({ name, bytes, type, uploaded, until, url }) => {
    const end = until === undefined ? [] : [messages.until(dayOf(until))];
    const facts = [sizeText(bytes, language), onOneLine(type), messages.since(dayOf(uploaded)), ...end];
    const lines = [onOneLine(name), `  ${facts.join(messages.separator)}`, ...(url === undefined ? [] : [`  ${url}`])];
    return `\n${lines.join("\n")}`;
  });
  return [messages.of(owner, files.length, sizeText(sum, language)), ...entries].join("\n");
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
