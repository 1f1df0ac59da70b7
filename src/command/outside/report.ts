/** What others have seen of the ports of this server, as a table in a terminal. */
import type { Language } from "../../messages/language.ts";
import { reachabilityMessages } from "../../messages/reachability.ts";
import { hanging } from "../../messages/wrap.ts";
import type { ReachabilityReport, Reached } from "../../operations/sights.ts";
import { sightRows, sightTexts } from "./sights.ts";

/** "ok" and "note" are words of either language. */
const SIGNS: Readonly<Record<Reached, string>> = { yes: "ok", no: "!", unknown: "note" };

/** Port, purpose, whether it is reached, by whom and when; below it what was seen, and what helps. `now` in milliseconds since 1970. */
export function printReachability(report: ReachabilityReport, language: Language, now: number): string {
  const messages = reachabilityMessages[language];
  const { columns } = messages;
  const rows = sightRows(report, language, now).map(({ port, use, reached, by }) => ({
    cells: [SIGNS[reached], port, use, messages.reached[reached]],
    by,
  }));
  const head = ["", columns.port, columns.use, columns.reached];
  const all = [{ cells: head, by: columns.by }, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map(({ cells }) => cells[at]?.length ?? 0)) + 2);
  const lines = all.map(({ cells, by }) => hanging(cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(""), by));
  const texts = report.sights.flatMap((sight) => sightTexts(sight, report, language));
  const said = [...new Set(texts)].map((text) => hanging("- ", text));
  return [messages.heading, "", ...lines, ...(said.length === 0 ? [] : ["", ...said])].join("\n");
}
