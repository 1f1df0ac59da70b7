/** What has been measured, kept in a file from the first scenario on, so that a run that was cut can go on. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Extent, Figure } from "./scenario.ts";

/** One scenario of one server in one round. */
export interface Measurement {
  readonly server: string;
  /** From 1. */
  readonly round: number;
  readonly scenario: string;
  /** None where it has failed. */
  readonly figures: readonly Figure[];
  readonly failure?: string;
  /** The load of other processes meanwhile, in cores. */
  readonly disturbance?: number;
}

export interface MeasuredServer {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly setting: string;
}

/** What was to be measured: runs with the same plan can continue each other. */
export interface Plan {
  /** As it was typed, without what does not change the figures. */
  readonly command: string;
  readonly rounds: number;
  readonly extent: Extent;
  readonly servers: readonly string[];
  readonly scenarios: readonly string[];
}

export interface Results {
  /** When it was begun, as ISO 8601. */
  readonly date: string;
  readonly machine: string;
  readonly arrangement: string;
  readonly plan: Plan;
  readonly servers: readonly MeasuredServer[];
  /** Servers that are not installed here, with what they need. */
  readonly skipped: readonly string[];
  readonly measurements: readonly Measurement[];
  /** Seconds that it took. */
  readonly seconds: number;
}

export const isSamePlan = (one: Plan, other: Plan): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Those of which something was measured already. */
export const measuredServers = ({ servers, measurements }: Results): MeasuredServer[] =>
  servers.filter(({ name }) => measurements.some(({ server }) => server === name));

/** The name under which the time from exec to the first stream is kept. */
export const START = "start";

/** Whether nothing is missing of a server's turn with these scenarios: all are measured or have failed, or it cannot be started. */
export function isDone(
  { measurements }: Results,
  { server, round, scenarios }: { server: string; round: number; scenarios: readonly string[] },
): boolean {
  const measured = measurements.filter((each) => each.server === server && each.round === round);
  const cannotStart = measured.some(({ scenario, failure }) => scenario === START && failure !== undefined);
  return cannotStart || [START, ...scenarios].every((name) => measured.some(({ scenario }) => scenario === name));
}

/** Without what was measured of a turn that was cut: its scenarios follow from one another. */
export const withoutTurn = (results: Results, server: string, round: number): Results => ({
  ...results,
  measurements: results.measurements.filter((each) => each.server !== server || each.round !== round),
});

/** Undefined where there is no such file. Throws for one that is not JSON. */
export const readResults = (file: string): Results | undefined =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;

/** Whole or not at all, whenever it is interrupted. */
export function writeResults(file: string, results: Results): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  writeFileSync(unfinished, `${JSON.stringify(results, undefined, 2)}\n`);
  renameSync(unfinished, file);
}
