/** On which core what runs. */
import { availableParallelism } from "node:os";

/** Server and load have a core each, where there are two, so that neither slows the other. */
export const CORES = availableParallelism() > 1 && Bun.which("taskset") ? { server: 0, load: 1 } : undefined;
