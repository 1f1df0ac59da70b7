/** sd_notify(3): reports the state of the server to the service manager, one datagram for each change. */
import { FFIType, ptr } from "bun:ffi";
import { startThread } from "../event-loop.ts";
import { openLibc } from "../net/libc.ts";
import workerFile from "./sd-extend-worker.js" with { type: "file" };

/** The service manager that started this process; where none did, nothing is sent. */
export interface ServiceManager {
  /** How often `alive` is expected, in milliseconds; undefined where there is no watchdog. */
  readonly watchdogInterval: number | undefined;
  /** Start-up, or a reload, is over. `status` is shown by `systemctl status`. */
  readonly ready: (status: string) => void;
  readonly status: (status: string) => void;
  readonly reloading: () => void;
  readonly stopping: () => void;
  readonly alive: () => void;
  /**
   * Until it is disposed of, for some hours at most, the start may take longer than the unit says (TimeoutStartSec): another
   * thread asks for it, as this one is about to do nothing else. `every`, in milliseconds, is for tests.
   */
  readonly extendStart: (status: string, every?: number) => Disposable;
}

interface Environment {
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
}

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const MSG_NOSIGNAL = 0x4000;
/** sizeof(sun_path). */
const PATH_BYTES = 108;

/** The service manager that `environment` names. Never throws: the server runs without one, too. */
export function serviceManager(environment: Environment, pid = process.pid): ServiceManager {
  const address = socketAddress(environment.NOTIFY_SOCKET ?? "");
  const tell = (...lines: string[]): void => {
    if (address) send(address, `${lines.join("\n")}\n`);
  };
  return {
    watchdogInterval: watchdogInterval(environment, pid),
    ready: (status) => tell("READY=1", statusLine(status)),
    status: (status) => tell(statusLine(status)),
    reloading: () => tell("RELOADING=1", `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => tell("STOPPING=1"),
    alive: () => tell("WATCHDOG=1"),
    extendStart: (status, every = EXTEND_EVERY) => {
      tell(EXTEND, statusLine(status));
      return address ? extending(address, every) : { [Symbol.dispose]: () => {} };
    },
  };
}

/** sd_notify(3): from now on, in microseconds; it has to be asked for again within that time. */
const EXTEND = "EXTEND_TIMEOUT_USEC=60000000";
/** In milliseconds. */
const EXTEND_EVERY = 15_000;
/** In milliseconds: what takes longer hangs. */
const MAX_EXTENDED = 6 * 3600 * 1000;

function extending(address: Uint8Array, every: number): Disposable {
  const socket = connected(address);
  if (socket === undefined) return { [Symbol.dispose]: () => {} };
  let worker: Worker;
  try {
    worker = startThread(workerFile);
  } catch {
    // It starts within the usual time, or not.
    libc?.close(socket);
    return { [Symbol.dispose]: () => {} };
  }
  worker.unref();
  worker.postMessage({ socket, text: `${EXTEND}\n`, every, times: Math.floor(MAX_EXTENDED / every) });
  // Not before the thread is gone: it might write into what gets the number of the socket next.
  worker.addEventListener("close", () => libc?.close(socket));
  return { [Symbol.dispose]: () => worker.terminate() };
}

/** A line break would end the assignment and begin another one. */
const statusLine = (status: string): string => `STATUS=${status.replace(/[\r\n]+/g, " ")}`;

/** sd_watchdog_enabled(3): half of the interval that the manager allows, if this process is the one that it watches. */
function watchdogInterval({ WATCHDOG_USEC, WATCHDOG_PID }: Environment, pid: number): number | undefined {
  const allowed = Number(WATCHDOG_USEC);
  if (!(allowed > 0) || (WATCHDOG_PID && Number(WATCHDOG_PID) !== pid)) return undefined;
  return Math.max(1, Math.floor(allowed / 2000));
}

/** struct sockaddr_un for a path, or for a name of the abstract namespace ("@name"); undefined for anything else. */
function socketAddress(name: string): Uint8Array | undefined {
  if (process.platform !== "linux" || !(name.startsWith("/") || name.startsWith("@"))) return undefined;
  const path = new TextEncoder().encode(name);
  if (path.length >= PATH_BYTES) return undefined;
  const isAbstract = name.startsWith("@");
  const address = new Uint8Array(2 + path.length + (isAbstract ? 0 : 1));
  new Uint16Array(address.buffer, 0, 1)[0] = AF_UNIX;
  address.set(path, 2);
  if (isAbstract) address[2] = 0;
  return address;
}

const symbols = {
  socket: { args: [FFIType.i32, FFIType.i32, FFIType.i32], returns: FFIType.i32 },
  sendto: {
    args: [FFIType.i32, FFIType.ptr, FFIType.u64, FFIType.i32, FFIType.ptr, FFIType.u32],
    returns: FFIType.i64,
  },
  connect: { args: [FFIType.i32, FFIType.ptr, FFIType.u32], returns: FFIType.i32 },
  close: { args: [FFIType.i32], returns: FFIType.i32 },
} as const;

let libc: ReturnType<typeof openLibc<typeof symbols>>;

function send(address: Uint8Array, text: string): void {
  libc ??= openLibc(symbols);
  const socket = libc?.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) ?? -1;
  if (!libc || socket < 0) return;
  const datagram = new TextEncoder().encode(text);
  libc.sendto(socket, ptr(datagram), datagram.length, MSG_NOSIGNAL, ptr(address), address.length);
  libc.close(socket);
}

/** A socket whose datagrams go there; undefined where nobody listens. */
function connected(address: Uint8Array): number | undefined {
  libc ??= openLibc(symbols);
  const socket = libc?.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0) ?? -1;
  if (!libc || socket < 0) return undefined;
  if (libc.connect(socket, ptr(address), address.length) === 0) return socket;
  libc.close(socket);
  return undefined;
}
