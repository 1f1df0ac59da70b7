/** The program as a script runs it: a process without a terminal, in a clean environment. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPrinted } from "./printed.ts";
import { forget, guard, stopAll } from "./processes.ts";

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input; empty by default. */
  readonly input?: string;
  /** Further open files, as descriptors 3, 4 … */
  readonly files?: readonly number[];
}

export interface EndedProgram {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  /** The exit code; 128 and the number of the signal that killed it. */
  readonly exited: Promise<number>;
  /** Standard output and error so far. */
  output(): string;
  /** The first match of `pattern` in the output, now or later. Rejects with the output when the process ends without it. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
}

const spawn = (command: readonly string[], { env = {}, cwd = tmpdir(), input = "", files = [] }: ProgramOptions) =>
  Bun.spawn([...command], {
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: cwd, LANG: "C.UTF-8", ...env },
    stdio: [Buffer.from(input), "pipe", "pipe", ...files],
  });

/** Runs a command and waits for its end. Rejects where a verb prints with --json what it does not declare. */
export async function runProgram(command: readonly string[], options: ProgramOptions = {}): Promise<EndedProgram> {
  const child = spawn(command, options);
  guard(child.pid);
  const [out, err, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  forget(child.pid);
  if (command.includes("--json")) await checkPrinted(command, out);
  return { exit, out, err };
}

/** Runs a verb with --json. Returns its parsed output and exit code; throws where the output is not JSON. */
export async function runJson(
  command: readonly string[],
  options: ProgramOptions = {},
): Promise<{ readonly exit: number; readonly answer: unknown }> {
  const { exit, out, err } = await runProgram([...command, "--json"], options);
  try {
    return { exit, answer: JSON.parse(out) };
  } catch {
    throw new Error(`${command.slice(1).join(" ")} --json: no JSON: ${out}${err}`);
  }
}

/**
 * Milliseconds that prints() waits: less than a test's timeout. When bun ends a test, it ends every process that it
 * knows, also those that other tests of the file need.
 */
const PRINTS_TIMEOUT_MS = 30_000;

/** Starts a command; disposing ends it and waits for its end. */
export function startProgram(command: readonly string[], options: ProgramOptions = {}): RunningProgram {
  const child = spawn(command, options);
  guard(child.pid);
  let output = "";
  let isOver = false;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const all = waiting;
    waiting = [];
    for (const each of all) each();
  };
  const read = async (stream: ReadableStream<Uint8Array>): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      output += decoder.decode(chunk, { stream: true });
      wake();
    }
  };
  const outputs = Promise.all([read(child.stdout), read(child.stderr)]);
  const exited = Promise.all([child.exited, outputs]).then(([exit]) => exit);
  void exited.finally(() => {
    isOver = true;
    wake();
  });
  return {
    pid: child.pid,
    exited,
    output: () => output,
    prints: async (pattern) => {
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        wake();
      }, PRINTS_TIMEOUT_MS);
      using _ = { [Symbol.dispose]: () => clearTimeout(timer) };
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        if (isOver) throw new Error(`it ended without printing ${pattern}: ${output}`);
        if (isLate) throw new Error(`it has not printed ${pattern} within ${PRINTS_TIMEOUT_MS} ms: ${output}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    signal: (name) => child.kill(name),
    [Symbol.asyncDispose]: async () => {
      await stopAll(child.pid);
      await exited;
    },
  };
}

/** A temporary folder that is removed when disposed of, under a path without symbolic links. */
export function temporaryFolder(name: string): { readonly path: string } & Disposable {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `jabber-home-${name}-`)));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
