/** How a server has its JavaScript engine and its allocator, which read this from the environment as the process starts. */
import { exec } from "../net/exec.ts";
import { inheritedDescriptors } from "../net/inherited-sockets.ts";
import { executable } from "./program.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Measured: docs/performance.md. */
const OPTIONS: Environment = {
  // The last of JavaScriptCore's compilers takes more CPU than its code saves, and memory.
  BUN_JSC_useFTLJIT: "0",
  // Threads that compile. Two do not end sooner with what a server gives them; each that is woken has to be put to sleep again.
  BUN_JSC_maxNumberOfWorklistThreads: "1",
  // Garbage is collected by the main thread, without others: with a heap of a few MiB it waits longer for them than they save it, and
  // what is allocated while they collect lies apart.
  BUN_JSC_useConcurrentGC: "0",
  BUN_JSC_numberOfGCMarkers: "1",
  // How much the heap grows, as a share of what is in use, before new garbage is collected; and the share that is left then, below which
  // all of it is. By default twice, and a third: a burst of messages made the heap half as large again.
  BUN_JSC_heapGrowthMaxIncrease: "0.6",
  BUN_JSC_minEdenToOldGenerationRatio: "0.25",
  // No thread that keeps half a MiB of pages ready for the heap.
  BUN_JSC_useWarmUpMarkedBlocks: "0",
  // Milliseconds after which garbage is collected where little of it comes. A second by default: a server that handles a message each
  // second would collect for each of them.
  BUN_GC_TIMER_INTERVAL: "10000",
  // No collections of all garbage after ten seconds, two minutes and ten minutes in which the heap does not grow: they forget code that
  // is used now and then, as by a slow chat. Whatever a burst leaves is given back by assembly/memory-release.ts.
  BUN_IDLE_GC_SECONDS: "0",
  // The same for memory that is free between what is used, and for what is free as a whole, which are given back to the system: by
  // default, a tenth of a second. Memory that is needed again at the next message would be given back after each.
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL: "10000",
  MIMALLOC_PURGE_DELAY: "10000",
};

/** `environment` with the options that it lacks; undefined where it has them all, whatever their values. */
export function withEngineOptions(environment: Environment): Environment | undefined {
  const isComplete = Object.keys(OPTIONS).every((name) => environment[name] !== undefined);
  return isComplete ? undefined : { ...OPTIONS, ...environment };
}

/** `environment` without what `withEngineOptions` has added: another version chooses for itself. */
export const withoutEngineOptions = (environment: Environment): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => OPTIONS[name] === undefined || OPTIONS[name] !== value),
  );

/** The executable starts again with them, in the same process. Returns where it has them, where it cannot, and from source. */
export function startWithEngineOptions(): void {
  const own = executable();
  const environment = withEngineOptions(process.env);
  if (own === undefined || environment === undefined) return;
  const { LISTEN_FDS, LISTEN_PID } = process.env;
  exec(own, process.argv.slice(2), { environment, descriptors: inheritedDescriptors({ LISTEN_FDS, LISTEN_PID }) });
}
