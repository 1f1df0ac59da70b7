/** What the report says of the run itself. */
import { measuredServers, type Results } from "../results.ts";
import { sampleOf } from "./numbers.ts";

/** A sentence or several, in Markdown. */
export type Note = string;

/** Load of other processes, in cores, from which figures count as disturbed. */
const MAX_OTHER_LOAD = 0.15;

const cores = (value: number): string => value.toFixed(2);

const numberWord = (count: number): string => ["no", "one", "two", "three", "four", "five"][count] ?? String(count);

const durationOf = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;

/** How busy the machine was besides; undefined where it was not looked at. */
export function disturbanceOf({ measurements }: Results): Note | undefined {
  const loads = measurements.flatMap(({ disturbance }) => (disturbance === undefined ? [] : [disturbance]));
  if (loads.length === 0) return;
  const { median, most } = sampleOf(loads);
  const used = `other processes used ${cores(median)} cores in the median, ${cores(most)} at most`;
  if (median > MAX_OTHER_LOAD)
    return `**The machine was busy: ${used}.** Rates and latencies are better on a quiet one, and CPU somewhat, too.`;
  const disturbed = loads.filter((load) => load > MAX_OTHER_LOAD).length;
  const some =
    disturbed === 0 ? "" : `; ${disturbed} of ${loads.length} loads were disturbed by more than ${MAX_OTHER_LOAD}`;
  return `The machine was quiet: ${used}${some}.`;
}

/** The beginning of the report: when, how, what the figures are. */
export function conditionsOf(results: Results): Note[] {
  const { date, plan, seconds } = results;
  const [day = ""] = date.split("T");
  const rounds = plan.rounds === 1 ? "one round" : `${numberWord(plan.rounds)} rounds, in which the servers take turns`;
  const spread =
    plan.rounds === 1
      ? ""
      : ` Figures are medians; “±” is how far the farthest round was from the median. What has none was measured in one round.`;
  const disturbance = disturbanceOf(results);
  return [
    `Measured on ${day} by \`${plan.command}\` in ${durationOf(seconds)}: ${measuredServers(results)
      .map(({ title }) => title)
      .join(", ")}, in ${rounds}.${spread}
Less is better but for what is counted by the second. **Bold**: an aim that this server misses. “Ours / best other” compares with the best
of the other servers: of a cost, less than 1 is better.`,
    ...(disturbance === undefined ? [] : [disturbance]),
    "[What was done for it, and why](performance.md).",
  ];
}

export const failuresOf = ({ measurements }: Results): Note[] =>
  measurements.flatMap(({ server, scenario, failure, round }) =>
    failure === undefined ? [] : [`${server}, ${scenario}, round ${round}: ${failure}`],
  );
