/** Who is of the local network, and which names in a URL lead here: all others get nothing of setup. */
import { isIP } from "node:net";
import { reachOf } from "../../src/net/ip-address.ts";
import type { OwnAddress } from "../../src/net/own-addresses.ts";

const LOCAL = ["private", "link-local", "loopback"];

/** Whether a connection comes from this network: RFC 1918, RFC 4193, link-local or this machine. `address` in canonical form. */
export const isLocalPeer = (address: string): boolean => isIP(address) !== 0 && LOCAL.includes(reachOf(address));

export const isLoopback = (address: string): boolean => isIP(address) !== 0 && reachOf(address) === "loopback";

/**
 * Whether a URL with this host, as the URL Standard prints it, leads nowhere else: an address, a name of multicast DNS (RFC 6762)
 * or that of the machine. Any other name could be one that a page elsewhere has been given, and that now leads here (DNS rebinding).
 */
export function isLocalHost(host: string, machineName: string): boolean {
  if (isIP(host.replace(/^\[(.*)\]$/, "$1")) !== 0) return true;
  const name = machineName.toLowerCase();
  const own = ["localhost", ...(name === "" ? [] : [name, name.split(".", 1)[0] ?? name])];
  return own.includes(host) || /^[a-z0-9-]+\.local$/.test(host);
}

/** Of containers and virtual machines on this machine: nobody's browser is there. */
const INNER_INTERFACE = /^(docker|br-|veth|virbr|lxc|lxd|cni|flannel|podman|vmnet)/;

/**
 * Where this machine listens: every address of IPv4, whose peers are looked at, and the private ones of IPv6. Not its public ones
 * of IPv6: a browser that finds nobody there takes an address of IPv4, whereas one that is refused an answer would not (RFC 8305).
 */
export function addressesToListen(own: readonly OwnAddress[]): readonly string[] {
  const private6 = own.filter(({ family, reach }) => family === 6 && reach === "private").map(({ address }) => address);
  return ["0.0.0.0", "::1", ...new Set(private6)];
}

/** The addresses that people of this network type, that of the way out first; none where the machine has only public ones. */
export function addressesToShow(own: readonly OwnAddress[], outgoing: string | undefined): readonly string[] {
  const shown = own
    .filter(({ family, reach, interface: name }) => family === 4 && reach === "private" && !INNER_INTERFACE.test(name))
    .map(({ address }) => address);
  const first = outgoing !== undefined && shown.includes(outgoing) ? [outgoing] : [];
  return [...new Set([...first, ...shown])].slice(0, MAX_SHOWN);
}

const MAX_SHOWN = 3;
