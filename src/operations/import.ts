/** Operation: the data of another server come here, in portions, so that it can be interrupted and begun again. */
import type { Imported, Source } from "../transfer/source.ts";
import type { DomainChoice } from "./import-domains.ts";
import { type ImportDeps, type ImportResult, type ImportRun, openImportRun } from "./import-run.ts";

export interface ImportChoice extends DomainChoice {
  /** Everything is read, and nothing is stored. */
  readonly isTrial: boolean;
  /** Called after each portion: how many things of how many. `total` is undefined while they are still being counted. */
  readonly onProgress?: ((done: number, total: number | undefined) => void) | undefined;
}

/** How much a portion may be: things, the characters of their messages, about, and accounts, as keys are made of their passwords. */
export interface PortionLimits {
  readonly things: number;
  readonly length: number;
  readonly accounts: number;
}

const LARGE: PortionLimits = { things: 2000, length: 24_000_000, accounts: 64 };

/** What stores, given how many things there are in all. */
export type OpenRun = (total: number | undefined) => Promise<ImportRun>;

/**
 * Rejects with SourceError, where nothing has been stored, as everything is read once before. With StoreError where the disk is
 * full: what has been stored stays, and the next run goes on from there.
 */
export const runImport = (deps: ImportDeps, source: Source, choice: ImportChoice): Promise<ImportResult> =>
  feed(source, choice, LARGE, () => openImportRun(deps, source, choice));

/** Reads a source and gives it to a run, wherever that is. Rejects with SourceError, and with what the run rejects with. */
export async function feed(
  source: Pick<Source, "read">,
  { isTrial, onProgress }: Pick<ImportChoice, "isTrial" | "onProgress">,
  limits: PortionLimits,
  open: OpenRun,
): Promise<ImportResult> {
  const total = isTrial ? undefined : await countOf(source, (done) => onProgress?.(done, undefined));
  const run = await open(total);
  try {
    let since = 0;
    for await (const portion of portionsOf(source, run, limits)) {
      await run.take(portion);
      since += portion.length;
      if (since >= COLLECTED_EACH) {
        Bun.gc(true);
        since = 0;
      }
      onProgress?.(run.position, total === undefined ? undefined : total + run.waiting);
    }
    const read = run.position;
    return await run.finish((done) => onProgress?.(read + done, read + run.waiting));
  } finally {
    run.close();
  }
}

/**
 * Things after which the garbage is collected: what lives as long as a portion counts as old, and would pile up to the double of what is
 * needed before the engine looks at it by itself. It costs a twentieth of the time.
 */
const COLLECTED_EACH = 4000;

/** Things between two words of how many have been read. */
const TOLD_EACH = 16_000;

async function countOf(source: Pick<Source, "read">, onProgress: (done: number) => void): Promise<number> {
  let count = 0;
  for await (const _ of source.read()) {
    count += 1;
    if (count % TOLD_EACH !== 0) continue;
    onProgress(count);
    // A signal is heard.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return count;
}

/** What follows the things that have been dealt with, of which only the last account is told. */
async function* portionsOf(
  source: Pick<Source, "read">,
  run: ImportRun,
  limits: PortionLimits,
): AsyncGenerator<readonly Imported[]> {
  const skipped = run.position;
  let portion: Imported[] = [];
  let [read, length, accounts] = [0, 0, 0];
  for await (const item of source.read()) {
    read += 1;
    if (read <= skipped) {
      if (item.type === "account") run.resume(item.account);
      else if (item.type !== "part" && item.type !== "archived" && item.type !== "left") run.resume("");
      continue;
    }
    // The owners of files have to be there before.
    if (item.type === "file" && portion.some(({ type }) => type !== "file")) {
      yield portion;
      [portion, length, accounts] = [[], 0, 0];
    }
    portion.push(item);
    if ("message" in item && typeof item.message === "string") length += item.message.length;
    if (item.type === "account") accounts += 1;
    if (portion.length < limits.things && length < limits.length && accounts < limits.accounts) continue;
    yield portion;
    [portion, length, accounts] = [[], 0, 0];
  }
  if (portion.length > 0) yield portion;
}
