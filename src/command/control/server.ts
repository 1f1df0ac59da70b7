/** The control socket: HTTP over a Unix socket in the home, for the commands of whoever owns the home. */
import { lstatSync, rmSync } from "node:fs";
import type { Logger } from "../../log.ts";
import { EXIT } from "../exit.ts";
import { CommandError, failureOf } from "../failure.ts";
import { ControlSteps, type Telling } from "./steps.ts";

/**
 * What can be asked, by method and path: `"GET /users"`. Given is the JSON that was sent; what is returned is answered, at
 * once or, by a Telling, step by step.
 */
export type Routes = Readonly<Record<string, (body: unknown) => unknown>>;

export interface ControlServer {
  /** Resolves when every question under way has been answered; what is told step by step ends. The socket is gone. */
  stop(): Promise<void>;
}

/** Tens of thousands of accounts in one go. */
const MAX_BODY = 16_000_000;
/** Hashing thousands of passwords takes longer than the ten seconds of Bun.serve, whose types know no timeout here. */
const WITHOUT_TIMEOUT: object = { idleTimeout: 0 };

/**
 * Listens at `path`, which only this user may reach. Whoever calls this holds the home's lock: a socket that is still there
 * is nobody's. Throws where something else than a socket is in the way.
 */
export function serveControl(path: string, routes: Routes, log: Logger): ControlServer {
  removeStale(path);
  const steps = new ControlSteps();
  // Made with its rights from the start: between a bind and a chmod anybody could connect.
  const umask = process.umask(0o177);
  try {
    const server = Bun.serve({
      unix: path,
      maxRequestBodySize: MAX_BODY,
      ...WITHOUT_TIMEOUT,
      fetch: (request) => respond(request, routes, steps, log),
    });
    return {
      stop: async () => {
        steps.end();
        await server.stop();
        rmSync(path, { force: true });
      },
    };
  } finally {
    process.umask(umask);
  }
}

function removeStale(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) return;
  if (!there.isSocket()) throw new CommandError(EXIT.cannotCreate, `${path} is not a socket`, "move it away");
  rmSync(path);
}

async function respond(request: Request, routes: Routes, steps: ControlSteps, log: Logger): Promise<Response> {
  const asked = `${request.method} ${new URL(request.url).pathname}`;
  const answer = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (!answer) return Response.json({ error: `there is no ${asked}` }, { status: 404 });
  const refused = (error: unknown) => {
    const { bug, ...failure } = failureOf(error);
    if (bug) log.error({ event: "control-request-failed", asked, error });
    return { failure, status: bug ? 500 : 409 };
  };
  try {
    const text = await request.text();
    const value = await answer(text === "" ? undefined : JSON.parse(text));
    if (typeof value !== "function") return Response.json(value ?? {});
    return steps.answer(value as Telling, (error) => refused(error).failure);
  } catch (error) {
    if (error instanceof SyntaxError) return Response.json({ error: "the request is not JSON" }, { status: 400 });
    const { failure, status } = refused(error);
    return Response.json(failure, { status });
  }
}
