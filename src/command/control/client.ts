/** Questions to the running server, over its control socket. */
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { Home } from "../../home.ts";
import { EXIT, isExitCode } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { reachHome } from "../reach-home.ts";
import type { ControlLine } from "./steps.ts";

const ANSWER_TIMEOUT_MS = 3_600_000;

/** What the server answers to `asked` ("GET /users"); undefined when none is running. Throws CommandError as the server says. */
export async function askServer(home: Home, asked: string, body?: unknown): Promise<unknown> {
  const response = await responseTo(home, asked, body);
  return response?.json();
}

/** The same where the server answers step by step: `told` hears of each one. False when no server is running. */
export async function followServer(
  home: Home,
  asked: string,
  body: unknown,
  told: (step: unknown) => void,
): Promise<boolean> {
  const response = await responseTo(home, asked, body);
  if (!response?.body) return false;
  const lines = createInterface({ input: Readable.fromWeb(response.body as ReadableStream), terminal: false });
  for await (const text of lines) {
    const line = JSON.parse(text) as ControlLine;
    if ("failed" in line) throw refusal(line.failed);
    told(line.step);
  }
  return true;
}

/** Undefined when none is running. */
async function responseTo(home: Home, asked: string, body: unknown): Promise<Response | undefined> {
  reachHome(home);
  if (!existsSync(home.controlSocket)) return undefined;
  const [method = "GET", path = "/"] = asked.split(" ");
  const response = await connect(home, method, path, body);
  if (!response || response.ok) return response;
  const answer: unknown = await response.json().catch(() => undefined);
  throw refusal(answer, response.status);
}

async function connect(home: Home, method: string, path: string, body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(`http://jabber-home${path}`, {
      unix: home.controlSocket,
      method,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const { code } = error as { code?: string };
    // The socket of a server that was killed.
    if (code === "ECONNREFUSED" || code === "ENOENT") return undefined;
    throw error;
  }
}

function refusal(answer: unknown, status = 500): CommandError {
  const { error, remedy, exitCode } = (answer ?? {}) as Record<string, unknown>;
  const sentence = typeof error === "string" ? error : `the server answered with HTTP status ${status}`;
  const code = isExitCode(exitCode) ? exitCode : EXIT.failed;
  return new CommandError(code, sentence, typeof remedy === "string" ? remedy : undefined);
}
