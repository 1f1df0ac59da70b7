/** Requests to the running server, over its control socket. */
import { existsSync } from "node:fs";
import { DAY, HOUR } from "../clock.ts";
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
/** A backup may have many gigabytes, and be written to a stick; an import may have millions of messages. */
const LONG_TIMEOUT_MS = DAY;

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
  const response = await responseTo(controlSocket, request, body, LONG_TIMEOUT_MS);
  if (!response?.body) return false;
  for await (const text of linesOf(response.body, signal)) {
    const line = JSON.parse(text) as ControlLine;
    if ("failed" in line) throw errorOf(line.failed);
    onStep(line.step as ControlStepRequests[Request]["step"]);
  }
  return true;
}

const ENDED = { done: true, value: undefined } as const;

/** Until `signal` is aborted: then the server is told that nobody listens any more. */
async function* linesOf(body: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<string> {
  const reader = body.getReader();
  const leave = (): void => void reader.cancel().catch(() => {});
  signal?.addEventListener("abort", leave, { once: true });
  const decoder = new TextDecoder();
  try {
    for (let rest = ""; ; ) {
      // A server that was killed has said all that it will say.
      const { done, value } = await reader.read().catch(() => ENDED);
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (signal?.aborted) return;
        yield line;
      }
    }
  } finally {
    signal?.removeEventListener("abort", leave);
    leave();
  }
}

/** The metrics of the running server, in the text of OpenMetrics; undefined where none is running. */
export async function metricsFromServer({ controlSocket }: Pick<Home, "controlSocket">): Promise<string | undefined> {
  return await (await responseTo(controlSocket, "GET /metrics", undefined))?.text();
}

/** The pieces of a file that is made while it is sent; undefined where no server is running. */
export async function fileFromServer<Request extends keyof ControlFileRequests>(
  { controlSocket }: Pick<Home, "controlSocket">,
  request: Request,
  body: ControlFileRequests[Request]["body"],
): Promise<ReadableStream<Uint8Array> | undefined> {
  const response = await responseTo(controlSocket, request, body, LONG_TIMEOUT_MS);
  return response?.body ?? undefined;
}

async function responseTo(
  socket: string,
  request: string,
  body: unknown,
  timeout = ANSWER_TIMEOUT_MS,
): Promise<Response | undefined> {
  if (!existsSync(socket)) return undefined;
  const [method = "GET", path = "/"] = request.split(" ");
  const response = await send(socket, [method, path], body, timeout);
  if (!response || response.ok) return response;
  const failure = (await response.json().catch(() => undefined)) as ControlFailure | undefined;
  throw failure ? errorOf(failure) : new ControlError(`the server answered with HTTP status ${response.status}`);
}

/** Undefined where none is running. */
async function send(
  socket: string,
  [method, path]: readonly [method: string, path: string],
  body: unknown,
  timeout: number,
): Promise<Response | undefined> {
  try {
    return await fetch(`http://jabber-home${path}`, {
      unix: socket,
      method,
      signal: AbortSignal.timeout(timeout),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const { code } = error as { code?: string };
    // The socket of a server that was killed.
    if (code === "ECONNREFUSED" || code === "ENOENT") return undefined;
    if (code === "ECONNRESET") throw new ControlError("the server has ended before it answered", code);
    throw error;
  }
}
