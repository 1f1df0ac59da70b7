/** Requests to the running server, over its control socket. */
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { HOUR } from "../clock.ts";
import type { Home } from "../home.ts";
import {
  type AnswerOf,
  type BodyArgument,
  ControlError,
  type ControlFailure,
  type ControlFileRequests,
  type ControlLine,
  type ControlRequest,
  type ControlStepRequests,
  errorOf,
} from "./protocol.ts";

/** A renewal of the certificate may wait for a person, and for DNS. */
const ANSWER_TIMEOUT_MS = HOUR;

/**
 * What the running server of a home answers to `request` ("GET /users"); undefined where none is running. Rejects with
 * OperationError, ControlError.
 */
export async function askServer<Request extends ControlRequest>(
  { controlSocket }: Pick<Home, "controlSocket">,
  request: Request,
  ...[body]: BodyArgument<Request>
): Promise<AnswerOf<Request> | undefined> {
  const response = await responseTo(controlSocket, request, body);
  return response && ((await response.json()) as AnswerOf<Request>);
}

/**
 * The same for an answer that comes step by step: calls back with each one. Resolves with false where no server is running,
 * and with true once `signal` is aborted.
 */
export async function followServer<Request extends keyof ControlStepRequests>(
  { controlSocket }: Pick<Home, "controlSocket">,
  request: Request,
  body: ControlStepRequests[Request]["body"],
  onStep: (step: ControlStepRequests[Request]["step"]) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const response = await responseTo(controlSocket, request, body);
  if (!response?.body) return false;
  const input = Readable.fromWeb(response.body as ReadableStream);
  const leave = (): void => void input.destroy();
  signal?.addEventListener("abort", leave, { once: true });
  try {
    for await (const text of createInterface({ input, terminal: false })) {
      const line = JSON.parse(text) as ControlLine;
      if ("failed" in line) throw errorOf(line.failed);
      if (signal?.aborted) break;
      onStep(line.step as ControlStepRequests[Request]["step"]);
    }
  } finally {
    signal?.removeEventListener("abort", leave);
  }
  return true;
}

/** The pieces of a file that is made while it is sent; undefined where no server is running. */
export async function fileFromServer<Request extends keyof ControlFileRequests>(
  { controlSocket }: Pick<Home, "controlSocket">,
  request: Request,
  body: ControlFileRequests[Request]["body"],
): Promise<ReadableStream<Uint8Array> | undefined> {
  const response = await responseTo(controlSocket, request, body);
  return response?.body ?? undefined;
}

async function responseTo(socket: string, request: string, body: unknown): Promise<Response | undefined> {
  if (!existsSync(socket)) return undefined;
  const [method = "GET", path = "/"] = request.split(" ");
  const response = await send(socket, method, path, body);
  if (!response || response.ok) return response;
  const failure = (await response.json().catch(() => undefined)) as ControlFailure | undefined;
  throw failure ? errorOf(failure) : new ControlError(`the server answered with HTTP status ${response.status}`);
}

/** Undefined where none is running. */
async function send(socket: string, method: string, path: string, body: unknown): Promise<Response | undefined> {
  try {
    return await fetch(`http://jabber-home${path}`, {
      unix: socket,
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
