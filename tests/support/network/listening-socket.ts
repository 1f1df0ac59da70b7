/** Listening sockets for another process, as a service manager opens them (sd_listen_fds(3)). */
import { ptr } from "bun:ffi";
import { openLibc } from "../../../src/net/libc.ts";
import { addressIn, SOCKADDR_BYTES } from "../../../src/net/socket-address.ts";

const [AF_INET, SOCK_STREAM, SOCK_CLOEXEC] = [2, 1, 0o2000000] as const;

const libc = openLibc({
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  listen: { args: ["i32", "i32"], returns: "i32" },
  getsockname: { args: ["i32", "ptr", "ptr"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
});

export interface ListeningSocket extends Disposable {
  readonly fd: number;
  readonly port: number;
}

/** On 127.0.0.1, at a port of the system's choice; nobody accepts. */
export function listeningSocket(): ListeningSocket {
  if (!libc) throw new Error("the C library is needed");
  const fd = libc.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const address = new Uint8Array(16);
  address.set([AF_INET, 0, 0, 0, 127, 0, 0, 1]);
  if (fd < 0 || libc.bind(fd, ptr(address), address.length) !== 0 || libc.listen(fd, 4096) !== 0)
    throw new Error("no listening socket could be made");
  const [name, length] = [new Uint8Array(SOCKADDR_BYTES), new Uint32Array([SOCKADDR_BYTES])];
  libc.getsockname(fd, ptr(name), ptr(length));
  return { fd, port: addressIn(name)?.port ?? 0, [Symbol.dispose]: () => void libc.close(fd) };
}

/** The command, in a process that is given them: LISTEN_PID has to be its own id, which is known in there alone. */
export const withSockets = (sockets: readonly ListeningSocket[], command: readonly string[]): readonly string[] => [
  "sh",
  "-c",
  `LISTEN_PID=$$ LISTEN_FDS=${sockets.length} LISTEN_FDNAMES=${sockets.map(() => "jabber-home.socket").join(":")} exec "$@"`,
  "sh",
  ...command,
];
