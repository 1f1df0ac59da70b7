/** XEP-0124 §6: receives the <body/> of an HTTP request, up to the length that is allowed to who sends it. */
import type { Element } from "ltx";
import { StreamError } from "../../stream-error.ts";
import { RequestBody } from "./request-body.ts";
import { TerminalError } from "./terminal-error.ts";

export interface ReceivedBody {
  /** Its start tag. */
  readonly header: Element;
  readonly body: RequestBody;
}

/** Bytes up to which a body is received before it is known who sends it. */
const SMALL = 16_384;

/**
 * `begin` is called with the start tag of a larger body and its length, before the rest is received. Throws TerminalError:
 * bad-request for what has no start tag of restricted XML, and what `begin` throws. Rejects where the client's connection breaks.
 */
export async function receiveBody(
  request: Request,
  begin: (header: Element, bytes: number) => void,
): Promise<ReceivedBody> {
  const body = new RequestBody();
  const bytes = Number(request.headers.get("content-length") ?? 0);
  if (bytes <= SMALL) take(body, new Uint8Array(await request.arrayBuffer()));
  else {
    let hasBegun = false;
    for await (const chunk of request.body ?? []) {
      take(body, chunk);
      if (hasBegun || !body.header) continue;
      hasBegun = true;
      begin(body.header, bytes);
    }
  }
  const { header } = body;
  if (!header) throw new TerminalError("bad-request", "no <body/>");
  return { header, body };
}

/** Throws TerminalError bad-request. */
function take(body: RequestBody, chunk: Uint8Array): void {
  try {
    body.receive(chunk);
  } catch (error) {
    throw error instanceof StreamError ? new TerminalError("bad-request", error.message) : error;
  }
}
