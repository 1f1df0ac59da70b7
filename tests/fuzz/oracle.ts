/** Another program beside ours: what it says of an input is compared with what we say. */
import { join } from "node:path";

export interface Oracle {
  /** What it lacks; undefined where it can be asked. */
  readonly missing: () => string | undefined;
  /** Its answer to a question, both JSON. One question at a time. Rejects where it does not answer: it is begun anew then. */
  readonly ask: (question: unknown) => Promise<unknown>;
}

/** Milliseconds for an answer, on a machine under load. */
const PATIENCE_MS = 30_000;
const FOLDER = join(import.meta.dir, "oracles");

/**
 * A script of `oracles/`, which reads a line of JSON for each question, and writes a line of JSON for each answer. It is begun with
 * the first question, and ends with this process. `command` runs it, `probe` are arguments with which that succeeds where all is
 * there that the script needs; `needs` names it.
 */
export function oracle(
  script: string,
  { command, probe, needs }: { readonly command: string; readonly probe: readonly string[]; readonly needs: string },
): Oracle {
  let running: Running | undefined;
  let isThere: boolean | undefined;
  return {
    missing: () => {
      isThere ??= Bun.which(command) !== null && Bun.spawnSync([command, ...probe]).success;
      return isThere ? undefined : needs;
    },
    ask: async (question) => {
      running ??= begin([command, join(FOLDER, script)]);
      const { process, next } = running;
      const timer = setTimeout(() => process.kill("SIGKILL"), PATIENCE_MS);
      try {
        process.stdin.write(`${JSON.stringify(question)}\n`);
        process.stdin.flush();
        return JSON.parse(await next());
      } catch (error) {
        process.kill("SIGKILL");
        running = undefined;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

interface Running {
  readonly process: Bun.Subprocess<"pipe", "pipe", "ignore">;
  /** The next line. Rejects where there is none. */
  readonly next: () => Promise<string>;
}

function begin(command: readonly string[]): Running {
  const process = Bun.spawn([...command], { stdin: "pipe", stdout: "pipe", stderr: "ignore" });
  process.unref();
  const reader = process.stdout.getReader();
  const decoder = new TextDecoder();
  let read = "";
  const next = async (): Promise<string> => {
    for (;;) {
      const end = read.indexOf("\n");
      if (end >= 0) {
        const line = read.slice(0, end);
        read = read.slice(end + 1);
        return line;
      }
      const { done, value } = await reader.read();
      if (done) throw new Error(`${command.at(-1)} has ended without an answer`);
      read += decoder.decode(value, { stream: true });
    }
  };
  return { process, next };
}
