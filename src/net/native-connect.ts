/** Connects a native socket to an address; the attempt can be cancelled. */
import { connect, type Socket } from "node:net";
import type { Clock } from "../clock.ts";
import type { Attempt, AttemptFailure } from "./happy-eyeballs.ts";
import type { NativeHandlers, NativeSocket } from "./native-socket.ts";
import { outgoingAddress } from "./own-addresses.ts";

/**
 * Connects to an IP address within `ms` milliseconds; what is returned cancels it. Bun.connect cannot be cancelled, and the
 * system would go on for minutes: so node:net connects and hands over its native socket.
 */
export function connectNative<Data>(
  address: { readonly host: string; readonly port: number },
  handlers: NativeHandlers<Data>,
  { connected: answered, failed }: Attempt<NativeSocket<Data>>,
  { clock, ms }: { readonly clock: Clock; readonly ms: number },
): () => void {
  const socket = connect(address);
  let isOver = false;
  const settle = (tell: () => void): void => {
    if (isOver) return;
    isOver = true;
    stopTimer();
    tell();
  };
  const cancel = (): void => settle(() => socket.destroy());
  const stopTimer = clock.after(ms, () => {
    cancel();
    failed("timeout");
  });
  const fail = (reason: AttemptFailure): void => settle(() => failed(reason));
  socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
    const reason = attemptFailureOf(code);
    if (reason !== "refused") return fail(reason);
    // Bun reports the same where there is no route.
    outgoingAddress(address.host).then((own) => fail(own === undefined ? "unreachable" : "refused"));
  });
  // One microtask later node:net has emitted all its events, and nothing has been read yet.
  const handOver = (): void => {
    const native = handedOver(socket, handlers);
    settle(() => (native ? answered(native) : failed("reset")));
  };
  socket.once("connect", () => queueMicrotask(handOver));
  return cancel;
}

/** Takes the native socket from a node:net one; undefined where it is closed already. */
function handedOver<Data>(socket: Socket, handlers: NativeHandlers<Data>): NativeSocket<Data> | undefined {
  const owner = socket as unknown as {
    _handle: (NativeSocket<Data> & { reload(to: { socket: unknown }): void }) | null;
  };
  const native = owner._handle;
  if (native === null || socket.destroyed) return undefined;
  owner._handle = null;
  native.reload({ socket: handlers });
  native.setNoDelay(true);
  return native;
}

const FAILURES: ReadonlyMap<string, AttemptFailure> = new Map([
  ["ECONNREFUSED", "refused"],
  ["ECONNRESET", "reset"],
  ["ETIMEDOUT", "timeout"],
  ["ENETUNREACH", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
  ["EADDRNOTAVAIL", "unreachable"],
  ["EAFNOSUPPORT", "unreachable"],
]);

const attemptFailureOf = (code: string): AttemptFailure => FAILURES.get(code) ?? "failed";
