/** The addresses of this machine, and the one that it connects from. */
import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import { canonicalAddress, type Reach, reachOf } from "./ip-address.ts";

export interface OwnAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly reach: Reach;
  /** "eth0". */
  readonly interface: string;
  /** RFC 8981: a temporary address, not to be published. False where the system does not tell. */
  readonly isTemporary: boolean;
}

/**
 * The addresses of `interfaces` (as `os.networkInterfaces()` returns them) without loopback and link-local ones. `inet6Flags`:
 * the text of Linux's /proc/net/if_inet6, which tells the temporary ones.
 */
export function ownAddresses(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
  inet6Flags = "",
): readonly OwnAddress[] {
  const temporary = temporaryAddresses(inet6Flags);
  return Object.entries(interfaces)
    .flatMap(([name, infos = []]) => infos.map((info) => ownAddress(name, info, temporary)))
    .filter(({ reach }) => reach !== "loopback" && reach !== "link-local");
}

/** The interfaces of this machine; none where the system does not tell, as Android's does not. */
export function interfacesHere(ask = networkInterfaces): ReturnType<typeof networkInterfaces> {
  try {
    return ask();
  } catch {
    return {};
  }
}

/** Of this machine's interfaces: those by which its network and the Internet know it, without those that come and go (RFC 8981). */
export const networkAddresses = (): readonly string[] =>
  ownAddresses(interfacesHere(), inet6Flags())
    .filter(({ isTemporary }) => !isTemporary)
    .map(({ address }) => address);

/** Of this machine's interfaces, without those that come and go (RFC 8981). */
export const ownPublicAddresses = (): readonly string[] =>
  ownAddresses(interfacesHere(), inet6Flags())
    .filter(({ reach, isTemporary }) => reach === "public" && !isTemporary)
    .map(({ address }) => address);

/** Linux alone tells which addresses are temporary. */
function inet6Flags(): string {
  try {
    return readFileSync("/proc/net/if_inet6", "utf8");
  } catch {
    return "";
  }
}

function ownAddress(name: string, info: NetworkInterfaceInfo, temporary: ReadonlySet<string>): OwnAddress {
  const address = info.address.split("%", 1)[0] ?? info.address;
  const family = info.family === "IPv6" ? 6 : 4;
  return { address, family, reach: reachOf(address), interface: name, isTemporary: temporary.has(address) };
}

const IFA_F_TEMPORARY = 0x01;
const IFA_F_DEPRECATED = 0x20;

/** Lines of 32 hexadecimal digits, index, prefix, scope, flags and interface. */
function temporaryAddresses(inet6Flags: string): ReadonlySet<string> {
  const lines = inet6Flags.matchAll(/^([0-9a-f]{32}) \S+ \S+ \S+ ([0-9a-f]+)/gm);
  const temporary = [...lines].filter(
    ([, , flags = ""]) => (Number.parseInt(flags, 16) & (IFA_F_TEMPORARY | IFA_F_DEPRECATED)) !== 0,
  );
  return new Set(temporary.map(([, digits = ""]) => canonicalAddress(digits.replace(/(.{4})(?=.)/g, "$1:")) ?? ""));
}

/**
 * The local address that the system's routes choose towards `target`; undefined where there is no route. A UDP socket
 * is connected for this, which sends nothing.
 */
export function outgoingAddress(target: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(target.includes(":") ? "udp6" : "udp4");
    const settle = (address: string | undefined): void => {
      socket.close();
      resolve(address);
    };
    socket.once("error", () => settle(undefined));
    socket.once("connect", () => settle(socket.address().address));
    socket.connect(DISCARD_PORT, target);
  });
}

const DISCARD_PORT = 9;
