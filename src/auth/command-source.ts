/** ejabberd's protocol of external authentication: a program that reads questions and answers each with yes or no. */
import { accessSync, constants } from "node:fs";
import type { Logger } from "../log.ts";
import { AuthError, type PasswordSource, type Verdict } from "./password-source.ts";

export interface CommandSourceDeps {
  /** An absolute path, and arguments. */
  readonly command: readonly string[];
  readonly domain: string;
  /** How long an answer may take, in milliseconds. */
  readonly timeout: number;
  readonly log: Pick<Logger, "warn">;
}

const MAX_WAITING = 200;
const MAX_QUESTION_BYTES = 65_535;
/** A length of two, then 0 or 1, in 16 bits each, big-endian. */
const ANSWER_BYTES = 4;

interface Question {
  readonly bytes: Uint8Array;
  readonly due: number;
  readonly answer: (verdict: Verdict) => void;
}

type Program = Bun.Subprocess<"pipe", "pipe", "inherit">;

/** Throws AuthError no-program. */
export function openCommandSource({ command, domain, timeout, log }: CommandSourceDeps): PasswordSource {
  const [path = ""] = command;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new AuthError("no-program", path);
  }
  const waiting: Question[] = [];
  let program: Program | undefined;
  let isBusy = false;

  /** Started with the first question, and again after it has ended. */
  const started = (): Program => {
    program ??= Bun.spawn([...command], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "inherit",
      env: { PATH: process.env.PATH },
    });
    return program;
  };
  const end = (why: string): void => {
    log.warn({ event: "auth-program-ended", path, why });
    program?.kill("SIGKILL");
    program = undefined;
  };

  /** Asks one after the other: the answers have no names. */
  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let question = waiting.shift(); question; question = waiting.shift()) {
      const verdict = performance.now() > question.due ? "unavailable" : await ask(question);
      question.answer(verdict);
    }
    isBusy = false;
  };

  const ask = async ({ bytes }: Question): Promise<Verdict> => {
    const overdue = Promise.withResolvers<never>();
    const timer = setTimeout(() => overdue.reject(new Error("it does not answer")), timeout);
    try {
      const { stdin, stdout } = started();
      stdin.write(bytes);
      await Promise.race([stdin.flush(), overdue.promise]);
      return verdictIn(await Promise.race([readExactly(stdout, ANSWER_BYTES), overdue.promise]));
    } catch (error) {
      end(error instanceof Error ? error.message : String(error));
      return "unavailable";
    } finally {
      clearTimeout(timer);
      bytes.fill(0);
    }
  };

  const put = (...fields: readonly string[]): Promise<Verdict> => {
    const text = Buffer.from(fields.join(":"));
    // A password may have colons in it: it is the last field. A line break would end the question for programs that read lines.
    if (text.length > MAX_QUESTION_BYTES || /[\0\n]/.test(fields.join(""))) return Promise.resolve("wrong");
    if (waiting.length >= MAX_WAITING) return Promise.resolve("unavailable");
    const bytes = Buffer.alloc(2 + text.length);
    bytes.writeUInt16BE(text.length);
    text.copy(bytes, 2);
    text.fill(0);
    return new Promise((answer) => {
      waiting.push({ bytes, due: performance.now() + timeout, answer });
      void work();
    });
  };

  return {
    name: "command",
    verify: (name, password) => put("auth", name, domain, password),
    admits: (name) => put("isuser", name, domain),
    passwordMark: () => undefined,
    stop: () => {
      for (const { answer } of waiting.splice(0)) answer("unavailable");
      program?.kill();
      program = undefined;
    },
  };
}

/** Throws where it is no answer. */
function verdictIn(answer: Buffer): Verdict {
  const [length, result] = [answer.readUInt16BE(0), answer.readUInt16BE(2)];
  if (length !== 2 || result > 1) throw new Error("it has answered something else than 0 or 1");
  return result === 1 ? "proven" : "wrong";
}

/** Rejects at the end of the stream. */
async function readExactly(stream: ReadableStream<Uint8Array>, bytes: number): Promise<Buffer> {
  const reader = stream.getReader();
  try {
    let read = Buffer.alloc(0);
    while (read.length < bytes) {
      const { value, done } = await reader.read();
      if (done) throw new Error("it has ended");
      read = Buffer.concat([read, value]);
    }
    if (read.length > bytes) throw new Error("it has answered more than was asked");
    return read;
  } finally {
    reader.releaseLock();
  }
}
