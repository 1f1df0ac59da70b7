/** Questions to the running server, over its control socket. */
import { existsSync } from "node:fs";
import type { Home } from "../home.ts";
import { EXIT, isExitCode } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { reachHome } from "./reach-home.ts";

const PATIENCE = 3_600_000;

/** What the server answers to `asked` ("GET /users"); undefined when none is running. Throws CommandError as the server says. */
export async function askServer(home: Home, asked: string, body?: unknown): Promise<unknown> {
  reachHome(home);
  if (!existsSync(home.controlSocket)) return undefined;
  const [method = "GET", path = "/"] = asked.split(" ");
  const response = await connect(home, method, path, body);
  if (!response) return undefined;
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  throw refusal(answer, response.status);
}

async function connect(home: Home, method: string, path: string, body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(`http://jabber-home${path}`, {
      unix: home.controlSocket,
      method,
      signal: AbortSignal.timeout(PATIENCE),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const { code } = error as { code?: string };
    // The socket of a server that was killed.
    if (code === "ECONNREFUSED" || code === "ENOENT") return undefined;
    throw error;
  }
}

function refusal(answer: unknown, status: number): CommandError {
  const { error, remedy, exitCode } = (answer ?? {}) as Record<string, unknown>;
  const sentence = typeof error === "string" ? error : `the server answered with HTTP status ${status}`;
  const code = isExitCode(exitCode) ? exitCode : EXIT.failed;
  return new CommandError(code, sentence, typeof remedy === "string" ? remedy : undefined);
}
