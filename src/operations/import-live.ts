/** Operation: an import into this server while it runs.
 *
 * Whoever may read the old server's data reads it, and gives its things in
 * portions; between these, and within them, others are served.
 */
import { randomBytes } from "node:crypto";
import { OperationError } from "../operation-error.ts";
import type { Catalogue } from "../server/module.ts";
import { ItemError, itemIn } from "../transfer/item-json.ts";
import type { Imported, Source } from "../transfer/source.ts";
import { SourceError } from "../transfer/source-error.ts";
import { type ImportDeps, type ImportResult, type ImportRun, openImportRun } from "./import-run.ts";
import { STAGED } from "./import-staged.ts";
import { openStaging, type Staging } from "./import-staging.ts";
import type { Count, LeftThing } from "./import-tally.ts";
import { storing } from "./storing.ts";

export interface ImportOrder extends Pick<Source, "digest" | "hosts"> {
  /** What is written down of where it comes from. */
  readonly source: string;
  /** Served here; by default each that the source has as well. */
  readonly domain?: string | undefined;
}

/** How far it has come: things of the source that have been dealt with, and messages that wait until everything has been read. */
export interface ImportProgress {
  readonly position: number;
  readonly waiting: number;
}

export type ImportStep =
  /** It has begun: `run` names it from now on. */
  | { readonly opened: ImportProgress & { readonly run: string } }
  /** So many of the messages that wait are stored. */
  | { readonly stored: number }
  /** Some of what has been counted; all of it comes before the result. */
  | { readonly counts: readonly Count[] }
  | { readonly result: ImportOutcome };

export interface ImportOutcome extends Pick<ImportResult, "withoutPassword" | "roomLabels" | "fileHosts"> {
  readonly left: readonly LeftThing[];
  readonly domains: readonly (readonly [from: string, to: string])[];
  /** Whether apps are offered fewer mechanisms for a while. */
  readonly isHashLacking: boolean;
}

export interface ImportPortion {
  /** How many things of the source have been dealt with before. */
  readonly position: number;
  /** The account to which belongs what comes first, as the source has it; "" for none. Only where an import goes on. */
  readonly resume?: string | undefined;
  /** As `jsonOf` makes them; a file alone, after its bytes. */
  readonly items: readonly unknown[];
}

export type ImportSteps = (onStep: (step: ImportStep) => void, signal: AbortSignal) => Promise<void>;

export interface ImportOperations {
  /**
   * What is returned does it until it has been told, or `signal` is aborted: then it can be begun again. It rejects with
   * OperationError import-runs, disk-full, malformed-request.
   */
  readonly start: (order: ImportOrder) => ImportSteps;
  /** Resolves when it is stored. Rejects with OperationError no-import, malformed-request, disk-full. */
  readonly take: (run: string, portion: ImportPortion) => Promise<ImportProgress>;
  /** The next bytes of the file that follows; `offset`: how many came before. Rejects likewise. */
  readonly takeBytes: (run: string, offset: number, bytes: Uint8Array) => Promise<void>;
  /** Everything has been given. */
  readonly end: (run: string) => void;
  /** The result has been told: nothing of the run is remembered. Resolves then. */
  readonly told: (run: string) => Promise<void>;
}

export interface ImportLiveDeps extends Omit<ImportDeps, "catalogue"> {
  readonly catalogue: ImportDeps["catalogue"] & Pick<Catalogue, "arrived">;
  /** The domains served here. */
  readonly domains: readonly string[];
  /** People who have come in a circle become contacts. */
  readonly settleCircles: () => void;
  readonly isHashLacking: () => boolean;
}

/** Things in one portion. */
export const MAX_PORTION = 2000;
/** Counts in one step. */
const COUNTS = 500;

/** The client has gone away, or the server stops. */
class Ended extends Error {}

interface Underway {
  readonly id: string;
  readonly run: ImportRun;
  readonly staging: Staging;
  /** One portion at a time: the one that is being stored. */
  working: Promise<unknown> | undefined;
  readonly ended: PromiseWithResolvers<void>;
  readonly told: PromiseWithResolvers<void>;
  /** Resolves when nothing of it is remembered, and rejects where it ends before. */
  readonly over: Promise<void>;
}

export function importOperations(deps: ImportLiveDeps): ImportOperations {
  const { db, pace, domains, catalogue } = deps;
  /** The one that is under way, until nothing of it is left to do. */
  let current: { readonly signal: AbortSignal; readonly ended: Promise<void> } | undefined;
  let underway: Underway | undefined;

  /** One whose client has gone away ends by itself, and is waited for. */
  const assertFree = (): void => {
    if (current && !current.signal.aborted) throw new OperationError("import-runs", {});
  };

  /** Returns false where `signal` is aborted before. */
  const whenFree = async (signal: AbortSignal): Promise<boolean> => {
    const gone = whenAborted(signal).catch(() => {});
    for (assertFree(); current && !signal.aborted; assertFree()) await Promise.race([current.ended, gone]);
    return !signal.aborted;
  };

  const of = (id: string): Underway => {
    if (underway?.id !== id) throw new OperationError("no-import", {});
    return underway;
  };

  /** Nothing else is given meanwhile. */
  const alone = async <Result>(id: string, work: (run: Underway) => Promise<Result>): Promise<Result> => {
    const run = of(id);
    if (run.working) throw new OperationError("no-import", {});
    const working = storing(() => work(run));
    run.working = working;
    try {
      return await working;
    } catch (error) {
      // How far it has come is known by what is in the database: the next run goes on from there.
      run.ended.reject(error);
      throw error;
    } finally {
      run.working = undefined;
    }
  };

  async function open({ digest, hosts, domain }: ImportOrder): Promise<ImportRun> {
    try {
      return await openImportRun(deps, { digest, hosts }, { domains, domain, file: "", isTrial: false });
    } catch (error) {
      // Whoever has the source has found its domains before.
      if (error instanceof SourceError) throw new OperationError("malformed-request", { field: "domain" });
      throw error;
    }
  }

  /** Resolves when nothing of it is remembered; `over` settles when another one may begin. */
  async function go(order: ImportOrder, over: Promise<void>, ...[onStep, signal]: Parameters<ImportSteps>) {
    const run = await open(order);
    const staging = openStaging(deps.spoolPath(STAGED), db);
    const [ended, told] = [resolvers(), resolvers()];
    const mine: Underway = { id: randomId(), run, staging, working: undefined, ended, told, over };
    underway = mine;
    try {
      const gone = whenAborted(signal);
      onStep({ opened: { run: mine.id, position: run.position, waiting: run.waiting } });
      await Promise.race([ended.promise, gone]);
      const result = await run.finish((stored) => {
        if (signal.aborted) throw new Ended();
        onStep({ stored });
      });
      await pace.work(arriving(result));
      await pace.work(telling(result, onStep));
      await Promise.race([told.promise, gone]);
      await result.forget();
    } finally {
      underway = undefined;
      await mine.working?.catch(() => {});
      await staging.clear();
      run.close();
    }
  }

  /** What is here now is shown to those who are signed in. */
  function* arriving({ counts }: ImportResult): Generator<void, void> {
    let last = "";
    for (const { account, stored } of counts) {
      if (account === last || stored === 0 || account === "") continue;
      last = account;
      for (const show of catalogue.arrived) show(account);
      yield;
    }
    deps.settleCircles();
  }

  function* telling(result: ImportResult, onStep: (step: ImportStep) => void): Generator<void, void> {
    const { counts, left, withoutPassword, roomLabels, fileHosts } = result;
    for (let n = 0; n < counts.length; n += COUNTS) {
      onStep({ counts: counts.slice(n, n + COUNTS) });
      yield;
    }
    const lists = { left, withoutPassword, roomLabels, fileHosts, domains: [...result.domains] };
    onStep({ result: { ...lists, isHashLacking: deps.isHashLacking() } });
  }

  function* reading(values: readonly unknown[]): Generator<void, Imported[]> {
    const items: Imported[] = [];
    for (const value of values) {
      items.push(itemOf(value));
      if (items.length % pace.step === 0) yield;
    }
    return items;
  }

  return {
    start: (order) => {
      assertFree();
      return async (onStep, signal) => {
        if (!(await whenFree(signal))) return;
        const [over, ended] = [resolvers(), resolvers()];
        current = { signal, ended: ended.promise };
        try {
          await storing(() => go(order, over.promise, onStep, signal));
          current = undefined;
          over.resolve();
        } catch (error) {
          current = undefined;
          over.reject(new OperationError("no-import", {}));
          if (!(error instanceof Ended)) throw error;
        } finally {
          ended.resolve();
        }
      };
    },
    take: (id, { position, resume, items: given }) =>
      alone(id, async ({ run, staging }) => {
        if (given.length > MAX_PORTION) throw malformed("items");
        if (position !== run.position) throw malformed("position");
        const items = await pace.work(reading(given));
        const isFile = items.some(({ type }) => type === "file");
        if (isFile && items.length > 1) throw malformed("items");
        if (resume !== undefined) run.resume(resume);
        const portion = isFile ? items.map((item) => ({ ...item, file: staging.path })) : items;
        if (isFile) await staging.finish();
        await run.take(portion as readonly Imported[]);
        if (isFile) await staging.clear();
        return { position: run.position, waiting: run.waiting };
      }),
    takeBytes: (id, offset, bytes) =>
      alone(id, async ({ staging }) => {
        if (!(await staging.add(offset, bytes))) throw malformed("offset");
      }),
    end: (id) => of(id).ended.resolve(),
    told: (id) => {
      const { told, over } = of(id);
      told.resolve();
      return over;
    },
  };
}

const malformed = (field: string): OperationError => new OperationError("malformed-request", { field });

function itemOf(value: unknown): Imported {
  try {
    return itemIn(value);
  } catch (error) {
    if (error instanceof ItemError) throw malformed(error.message);
    throw error;
  }
}

const randomId = (): string => randomBytes(16).toString("base64url");

/** Of which nobody need hear. */
function resolvers(): PromiseWithResolvers<void> {
  const made = Promise.withResolvers<void>();
  made.promise.catch(() => {});
  return made;
}

function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  if (signal.aborted) reject(new Ended());
  signal.addEventListener("abort", () => reject(new Ended()), { once: true });
  return promise;
}
