/** The addresses that a process listens on, from /proc (proc(5)). */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

const LISTENING = "0A";

/** "127.0.0.1:5222" of each TCP socket that listens, and of each UDP socket; "tcp6" addresses as the kernel writes them. */
export function openPortsOf(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${descriptor}`)) ?? [];
      return inode === undefined ? [] : [inode];
    }),
  );
  return ["tcp", "tcp6", "udp", "udp6"].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, "latin1")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(
        ([, , , state, , , , , , inode]) =>
          inodes.has(inode ?? "") && (state === LISTENING || protocol.startsWith("udp")),
      )
      .map(([, local = ""]) => addressOf(local)),
  );
}

/** A descriptor may be closed while they are read. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

/** "0100007F:1466": the address in the byte order of the machine (little-endian on all that we run on), the port in hexadecimal. */
function addressOf(local: string): string {
  const [address = "", port = ""] = local.split(":");
  const bytes = Buffer.from(address, "hex").reverse();
  return `${address.length === 8 ? bytes.join(".") : address}:${Number.parseInt(port, 16)}`;
}
