/** The control socket: HTTP over a Unix socket in the home, for the command line of whoever owns the home, and of its group. */
import { lstatSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { Logger } from "../log.ts";
import { giveToFolderOwner } from "../store/folder-owner.ts";
import { type ControlFailure, failureOf } from "./protocol.ts";
import { StepStreams, type Steps } from "./step-streams.ts";

/**
 * By method and path, "GET /users": takes the body's JSON, and returns the answer's JSON, Steps for an answer that comes
 * step by step, a stream for a file that is made while it is sent, or a Response for what is neither.
 */
export type ControlRoutes = Readonly<Record<string, (body: unknown, request: Request) => unknown>>;

export interface ControlServer {
  /** Resolves when every request under way is answered; answers step by step are cut off. The socket is gone. */
  stop(): Promise<void>;
}

/** Something else than a socket is in the way of the socket. */
export class ControlSocketError extends Error {
  readonly code = "EEXIST";
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not a socket`);
    this.path = path;
  }
}

/** Tens of thousands of accounts in one request. */
const MAX_BODY = 16_000_000;
/** Hashing thousands of passwords takes longer than the ten seconds of Bun.serve, whose types know no timeout here. */
const WITHOUT_TIMEOUT: object = { idleTimeout: 0 };

/**
 * Listens at `path`, which only this user may reach, and the group of the folder where that may enter it. Whoever calls this holds the home's lock: a socket that is still there
 * is nobody's. `routes` is called with each request. Throws ControlSocketError.
 */
export function serveControl(path: string, routes: () => ControlRoutes, log: Logger): ControlServer {
  removeStale(path);
  const streams = new StepStreams();
  // Made with its rights from the start: between a bind and a chmod anybody could connect.
  const mayGroupEnter = (statSync(dirname(path)).mode & 0o010) !== 0;
  const umask = process.umask(mayGroupEnter ? 0o117 : 0o177);
  try {
    const server = Bun.serve({
      unix: path,
      maxRequestBodySize: MAX_BODY,
      ...WITHOUT_TIMEOUT,
      fetch: (request) => respond(request, routes(), streams, log),
    });
    giveToFolderOwner(path);
    return {
      stop: async () => {
        streams.end();
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
  if (!there.isSocket()) throw new ControlSocketError(path);
  rmSync(path);
}

async function respond(request: Request, routes: ControlRoutes, streams: StepStreams, log: Logger): Promise<Response> {
  const asked = `${request.method} ${URL.parse(request.url)?.pathname ?? ""}`;
  const route = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (!route) return Response.json({ error: `there is no ${asked}` }, { status: 404 });
  const unforeseen = (error: unknown): ControlFailure => {
    log.error({ event: "control-request-failed", asked, error });
    return { error: error instanceof Error ? error.message : String(error) };
  };
  try {
    const text = await request.text();
    const answer = await route(text === "" ? undefined : JSON.parse(text), request);
    if (answer instanceof Response) return answer;
    if (answer instanceof ReadableStream) return new Response(answer);
    if (typeof answer !== "function") return Response.json(answer ?? {});
    return streams.answer(answer as Steps, (error) => failureOf(error) ?? unforeseen(error));
  } catch (error) {
    if (error instanceof SyntaxError) return Response.json({ error: "the request is not JSON" }, { status: 400 });
    const failure = failureOf(error);
    return failure ? Response.json(failure, { status: 409 }) : Response.json(unforeseen(error), { status: 500 });
  }
}
