/** Listening sockets that a service manager has opened and hands over (sd_listen_fds(3)), so that none is closed at a restart. */
import { ptr } from "bun:ffi";
import { canonicalAddress } from "./ip-address.ts";
import { openLibc } from "./libc.ts";
import { addressIn, SOCKADDR_BYTES } from "./socket-address.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface InheritedSockets {
  /**
   * A descriptor of its own, to listen by, for the socket that is bound there; undefined where none is. May be asked for again.
   * "::" is also the socket of every IPv4 address. Throws where no file can be opened (`code` is EMFILE).
   */
  take(at: { readonly host: string; readonly port: number }): number | undefined;
  /** "[::]:5222": what has never been taken. Its connections wait for a server that does not come. */
  unused(): readonly string[];
}

/** The first one (SD_LISTEN_FDS_START), and how many are looked at at the most. */
const FIRST = 3;
const MAX_SOCKETS = 64;
/** fcntl(2), getsockopt(2) of Linux. */
const [F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC] = [2, 3, 4, 1030] as const;
const [FD_CLOEXEC, O_NONBLOCK] = [1, 0o4000] as const;
const [SOL_SOCKET, SO_ACCEPTCONN] = [1, 30] as const;

const symbols = {
  fcntl: { args: ["i32", "i32", "i32"], returns: "i32" },
  getsockname: { args: ["i32", "ptr", "ptr"], returns: "i32" },
  getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
} as const;

interface Inherited {
  readonly fd: number;
  readonly host: string;
  readonly port: number;
  isTaken: boolean;
}

/** How many descriptors LISTEN_FDS counts, from the first one on, if LISTEN_PID is `pid`. */
function countIn({ LISTEN_FDS = "", LISTEN_PID = "" }: Environment, pid: number): number {
  const isOurs = process.platform === "linux" && Number(LISTEN_PID) === pid && /^\d{1,4}$/.test(LISTEN_FDS);
  return isOurs ? Math.min(Number(LISTEN_FDS), MAX_SOCKETS) : 0;
}

/** The descriptors that were handed over: for another program that takes the place of this one. */
export const inheritedDescriptors = (environment: Environment, pid = process.pid): readonly number[] =>
  Array.from({ length: countIn(environment, pid) }, (_, at) => FIRST + at);

/**
 * Those that LISTEN_FDS of `environment` counts, if LISTEN_PID is `pid`; the others are left alone. Sockets that do not listen for
 * TCP are left out. The programs that this one starts get none of them.
 */
export function inheritedSockets(environment: Environment, pid = process.pid): InheritedSockets {
  const count = countIn(environment, pid);
  const libc = count > 0 ? openLibc(symbols) : undefined;
  if (!libc) return NONE;
  const sockets: Inherited[] = [];
  for (let fd = FIRST; fd < FIRST + count; fd++) {
    const address = listeningAt(fd);
    if (!address) continue;
    libc.fcntl(fd, F_SETFD, FD_CLOEXEC);
    // Accepting ends with "would block", and not with waiting for the next connection.
    libc.fcntl(fd, F_SETFL, libc.fcntl(fd, F_GETFL, 0) | O_NONBLOCK);
    sockets.push({ fd, ...address, isTaken: false });
  }
  return {
    take: ({ host, port }) => {
      const wanted = host === "::" ? ["::", "0.0.0.0"] : [canonicalAddress(host)];
      const found = sockets.find((one) => one.port === port && wanted.includes(one.host));
      if (!found) return undefined;
      const fd = libc.fcntl(found.fd, F_DUPFD_CLOEXEC, FIRST);
      if (fd < 0) throw Object.assign(new Error("no file can be opened for an inherited socket"), { code: "EMFILE" });
      found.isTaken = true;
      return fd;
    },
    unused: () =>
      sockets
        .filter(({ isTaken }) => !isTaken)
        .map(({ host, port }) => (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`)),
  };

  function listeningAt(fd: number): { host: string; port: number } | undefined {
    const [value, size] = [new Int32Array(1), new Uint32Array([4])];
    if (libc?.getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, ptr(value), ptr(size)) !== 0 || value[0] !== 1)
      return undefined;
    const [name, length] = [new Uint8Array(SOCKADDR_BYTES), new Uint32Array([SOCKADDR_BYTES])];
    return libc.getsockname(fd, ptr(name), ptr(length)) === 0 ? addressIn(name) : undefined;
  }
}

const NONE: InheritedSockets = { take: () => undefined, unused: () => [] };
