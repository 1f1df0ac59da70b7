/** What `status --watch` shows. */
import { MINUTE } from "../../clock.ts";
import { findingText } from "../../findings/finding-text.ts";
import type { Language } from "../../messages/language.ts";
import { statusMessages } from "../../messages/status.ts";
import { durationText, sizeText } from "../../messages/units.ts";
import { wrap } from "../../messages/wrap.ts";
import type { Watched } from "./watched.ts";

export interface View {
  readonly watched: Watched;
  /** The last lines of the log; none where it is not known. */
  readonly log: readonly string[];
  /** Milliseconds. */
  readonly interval: number;
}

export interface Space {
  readonly columns: number;
  readonly rows: number;
  readonly isColoured: boolean;
}

/** Lines that fit: what is wrong comes before the log, and both get what is left. */
export function printScreen({ watched, log, interval }: View, space: Space, language: Language): readonly string[] {
  const { columns, rows, isColoured } = space;
  const messages = statusMessages[language].watch;
  const { report, findings } = watched;
  const emphasis = (text: string, code: number): string => (isColoured ? `\x1b[${code}m${text}\x1b[0m` : text);
  const fit = (text: string): string => {
    const signs = [...plain(text)];
    return signs.length <= columns ? signs.join("") : `${signs.slice(0, columns - 1).join("")}…`;
  };
  const age = durationText(Math.floor((watched.now - report.started) / MINUTE), language);
  const facts = factsOf(watched, language);
  const width = Math.max(...facts.map(([label]) => label.length)) + 2;
  const found = findings.flatMap((finding) => {
    const { sentence, remedies } = findingText(finding, language);
    const mark = finding.severity === "notice" ? "-" : "!";
    const [first = "", ...more] = wrap(sentence, columns - 2);
    return [
      `${mark} ${first}`,
      ...more.map((line) => `  ${line}`),
      ...remedies.flatMap((text) => wrap(text, columns - 2).map((line) => `  ${line}`)),
    ];
  });
  const head = [
    emphasis(fit(messages.head(report.version, report.domains.join(", "), age)), 1),
    "",
    ...facts.map(([label, text]) => fit(label.padEnd(width) + text)),
    "",
  ];
  const left = Math.max(0, rows - head.length - 1);
  const above = (found.length > 0 ? found : [messages.fine]).slice(0, Math.max(1, left - 2)).map(fit);
  const below = left - above.length - 2;
  const shown = below > 0 ? log.slice(-below).map(fit) : [];
  const body = [...head, ...above, ...(shown.length > 0 ? ["", ...shown] : [])].slice(0, Math.max(0, rows - 1));
  const filler = new Array<string>(Math.max(0, rows - 1 - body.length)).fill("");
  return [...body, ...filler, emphasis(fit(messages.keys(interval / 1000)), 2)].slice(-rows);
}

/** Now, in a line. */
export function printLine(watched: Watched, language: Language): string {
  const facts = factsOf(watched, language).map(([label, text]) => `${label}: ${text}`);
  return `${new Date(watched.now).toISOString()} ${facts.join("; ")}`;
}

function factsOf(watched: Watched, language: Language): readonly (readonly [label: string, text: string])[] {
  const messages = statusMessages[language].watch;
  const { report } = watched;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const rate = (value: number | undefined): string => (value === undefined ? "…" : number.format(value));
  const size = (bytes: number): string => sizeText(bytes, language);
  const { labels } = messages;
  return [
    [labels.connected, messages.connected(watched.connected, watched.away, report.servers)],
    [labels.messages, messages.messages(rate(watched.messagesIn), rate(watched.messagesOut), rate(watched.stanzas))],
    [labels.waiting, messages.waiting(watched.waitingForApps, watched.waitingForServers)],
    [labels.memory, messages.memory(size(report.memory), rate(watched.processor))],
    [labels.disk, messages.disk(size(watched.database), size(watched.wal), report.disk && size(report.disk.free))],
  ];
}

/** Without colours, and without what a terminal would take for a command. */
const plain = (text: string): string =>
  text
    .replace(/\x1b\[[0-9;]*m/g, "")
    .replaceAll("\t", " ")
    .replace(/[\x00-\x1f\x7f-\x9f]/g, "");
