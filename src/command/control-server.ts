/** The control socket: HTTP over a Unix socket in the home, for the commands of whoever owns the home. */
import { lstatSync, rmSync } from "node:fs";
import type { Logger } from "../log.ts";
import { EXIT } from "./exit.ts";
import { CommandError, failureOf } from "./failure.ts";

/** What can be asked, by method and path: `"GET /users"`. Given is the JSON that was sent; what is returned is answered. */
export type Routes = Readonly<Record<string, (body: unknown) => unknown>>;

export interface ControlServer {
  /** Resolves when every question under way has been answered; the socket is gone. */
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
  // Made with its rights from the start: between a bind and a chmod anybody could connect.
  const umask = process.umask(0o177);
  try {
    const server = Bun.serve({
      unix: path,
      maxRequestBodySize: MAX_BODY,
      ...WITHOUT_TIMEOUT,
      fetch: (request) => respond(request, routes, log),
    });
    return {
      stop: async () => {
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

async function respond(request: Request, routes: Routes, log: Logger): Promise<Response> {
  const asked = `${request.method} ${new URL(request.url).pathname}`;
  const answer = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (!answer) return Response.json({ error: `there is no ${asked}` }, { status: 404 });
  try {
    const text = await request.text();
    return Response.json((await answer(text === "" ? undefined : JSON.parse(text))) ?? {});
  } catch (error) {
    if (error instanceof SyntaxError) return Response.json({ error: "the request is not JSON" }, { status: 400 });
    const { bug, ...failure } = failureOf(error);
    if (bug) log.error({ event: "control-request-failed", asked, error });
    return Response.json(failure, { status: bug ? 500 : 409 });
  }
}
