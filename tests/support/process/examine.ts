/** `jabber-home doctor --json` on copies of a home. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Spoil } from "./broken-homes.ts";
import type { LocalSite } from "./local-site.ts";
import { program } from "./program.ts";
import { runProgram } from "./started.ts";

export interface SeenFinding {
  readonly kind: string;
  readonly severity: string;
  readonly sentence: string;
  readonly remedies: readonly string[];
  readonly page: string;
  readonly mendable: boolean;
}

export interface Examined {
  readonly exit: number;
  readonly verdict: string;
  readonly running: boolean;
  readonly findings: readonly SeenFinding[];
  readonly facts: { readonly health?: unknown };
  readonly err: string;
}

/** `prefix`: what runs the command in another place. Throws where the output is not JSON. */
export async function examine(
  home: string,
  args: readonly string[] = [],
  prefix: readonly string[] = [],
): Promise<Examined> {
  const command = [...prefix, ...program, "doctor", "--home", home, "--json", ...args];
  const { exit, out, err } = await runProgram(command, { cwd: "/" });
  try {
    return { exit, err, ...JSON.parse(out) };
  } catch {
    throw new Error(`${exit}: ${out}${err}`);
  }
}

/** What may be said of the machine on which the test runs. */
const OF_MACHINE =
  /^(clock-|memory-|disk-(slow|card|worn|fills|low)|files-few|file-system-|server-root|service-none|descriptors-|no-internet)/;

/** The kinds of what is not the machine's, in the order of their names. */
export const kindsOf = ({ findings }: Pick<Examined, "findings">): readonly string[] =>
  findings
    .map(({ kind }) => kind)
    .filter((kind) => !OF_MACHINE.test(kind))
    .toSorted();

/** A copy of the site's home, broken. Returns its path. */
export function brokenHome({ folder, home }: LocalSite, spoil: Spoil): string {
  const copy = join(folder, crypto.randomUUID());
  cpSync(home, copy, { recursive: true });
  spoil((name) => join(copy, name), copy);
  return copy;
}

const AT_ONCE = 3;

/** Starts some, and each further one when one has ended. */
export function atOnce<Result>(works: readonly (() => Promise<Result>)[]): readonly Promise<Result>[] {
  const lanes: Promise<unknown>[] = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  return works.map((work, index) => {
    const result = (lanes[index % AT_ONCE] as Promise<unknown>).then(work);
    lanes[index % AT_ONCE] = result.catch(() => {});
    return result;
  });
}
