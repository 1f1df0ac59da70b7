/** The table of all attacks in Markdown: figures, aims, and earlier figures. */
import type { Measured } from "./measured.ts";

/** Target values. */
export const AIMS = { ping: 100, memory: 32 * 1024 * 1024, disk: 2 };
/** Growth in bytes that does not count: a database grows by pages, its log by at least this much. */
const SMALL = 1024 * 1024;
/** Load of other processes, in cores, from which a measurement counts as disturbed. */
const MAX_OTHER_LOAD = 0.15;
const MIB = 1024 * 1024;

/** "1.4 MB" of 1,000,000 bytes, as the configuration counts. */
const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)}`;
const bold = (text: string, isMissed: boolean): string => (isMissed ? `**${text}**` : text);

export const isDiskMissed = ({ disk, said }: Measured): boolean => disk > SMALL && disk > AIMS.disk * said;
export const misses = (one: Measured): number =>
  Number(one.ping > AIMS.ping) + Number(one.memory > AIMS.memory) + Number(isDiskMissed(one));

const cells = (one: Measured | undefined): string[] =>
  one === undefined
    ? ["–", "–", "–", "–"]
    : [
        bold(`${one.ping.toFixed(0)}${one.others > MAX_OTHER_LOAD ? "~" : ""}`, one.ping > AIMS.ping),
        bold(mib(one.memory), one.memory > AIMS.memory),
        bold(size(one.disk), isDiskMissed(one)),
        Number.isNaN(one.cpu) ? "–" : one.cpu.toFixed(2),
      ];

/** The table in Markdown. `before` are earlier figures of the same attacks; without them there is one set of columns. */
export function report(after: readonly Measured[], before: readonly Measured[] = []): string {
  const columns = ["ping, ms", "memory, MiB", "disk", "CPU, s"];
  const isCompared = before.length > 0;
  const head = [
    "attack",
    "said",
    ...(isCompared ? columns.map((name) => `before: ${name}`) : []),
    ...columns,
    "answered",
  ];
  const line = (row: readonly string[]): string => `| ${row.join(" | ")} |`;
  const rule = head.map((_, index) => (index === 0 || index === head.length - 1 ? "---" : "---:"));
  const rows = after.map((one) => [
    one.attack,
    size(one.said),
    ...(isCompared ? cells(before.find(({ attack }) => attack === one.attack)) : []),
    ...cells(one),
    one.answered.replaceAll("|", "\\|").replaceAll("\n", " ").slice(0, 200),
  ]);
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

export const LEGEND =
  "ping: the slowest of somebody else. memory, disk: what they grew by at most, anonymous memory and all files of the home. " +
  "Bold: beyond the aim (100 ms, 32 MiB, twice what was said where it is over 1 MiB). ~: other processes took over 0.15 cores meanwhile.";
