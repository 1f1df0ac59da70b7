/** SSDP (UPnP Device Architecture 2.0 §1.3): asks the network for an Internet gateway device. */
import { createSocket } from "node:dgram";
import { isIP, isIPv6 } from "node:net";
import { canonicalAddress } from "../net/ip-address.ts";

const GROUP = "239.255.255.250";
/** Annex A: the group of IPv6 on the link. */
const GROUP_IPV6 = "ff02::c";
const PORT = 1900;
const SEARCH_MS = 3000;
/** Again after so long: datagrams are lost. */
const REPEAT_MS = 700;
const MAX_ANSWER_BYTES = 2048;
/** Answers that are looked at. */
const MAX_ANSWERS = 64;
const MAX_URL = 512;

const TARGETS = [
  "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
  "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
];

export interface SsdpDeps {
  /** Only its answers count. With its zone where it is link-local. */
  readonly router: string;
  /** The address of this machine in the router's network; by IPv6, undefined leaves it to the routes. */
  readonly local: string | undefined;
  /** Also asked there alone; 1900, but in tests. */
  readonly port?: number;
}

/**
 * Where the router describes itself; undefined where it does not answer within three seconds. Another host than the router is not
 * believed, and neither is a router that names another host. A router has several IPv6 addresses: there, where it does not answer by
 * the one that is known, the port and path in another answer are tried at the router itself.
 */
export function findDescription({ router, local, port = PORT }: SsdpDeps): Promise<URL | undefined> {
  const { promise, resolve } = Promise.withResolvers<URL | undefined>();
  const [address = "", zone] = router.split("%");
  const group = groupFor(address, zone);
  const hosts = group === undefined ? [router] : [group, router];
  const socket = createSocket({ type: isIPv6(address) ? "udp6" : "udp4" });
  let answersLeft = MAX_ANSWERS;
  const settle = (url: URL | undefined): void => {
    clearTimeout(timer);
    clearInterval(repeat);
    socket.removeAllListeners();
    socket.on("error", () => {});
    socket.close();
    resolve(url);
  };
  /** By IPv6, from an address that may be another one of the router's. */
  let other: URL | undefined;
  const timer = setTimeout(() => settle(other), SEARCH_MS);
  const search = (): void => {
    for (const target of TARGETS)
      for (const host of hosts) {
        // Bun throws for an earlier packet's ICMP error.
        try {
          socket.send(question(target, isIPv6(address)), host === group ? PORT : port, host, () => {});
        } catch {}
      }
  };
  const repeat = setInterval(search, REPEAT_MS);
  socket.on("error", () => {});
  socket.on("message", (bytes, { address: from }) => {
    const isRouter = from.split("%")[0] === address;
    if ((!isRouter && (!isIPv6(address) || other)) || bytes.length > MAX_ANSWER_BYTES) return;
    const url = locationIn(bytes.toString("latin1"), address);
    if (isRouter) answersLeft -= 1;
    else other = url;
    if (isRouter && (url || answersLeft === 0)) settle(url);
  });
  socket.bind(0, local, () => {
    try {
      if (group === GROUP && local !== undefined) socket.setMulticastInterface(local);
      socket.setMulticastTTL(2);
    } catch {}
    search();
  });
  return promise;
}

/** By IPv6 the zone says on which link; undefined where that is unknown. */
function groupFor(router: string, zone: string | undefined): string | undefined {
  if (!isIPv6(router)) return GROUP;
  return zone === undefined ? undefined : `${GROUP_IPV6}%${zone}`;
}

function question(target: string, byIPv6: boolean): Buffer {
  const host = byIPv6 ? `[${GROUP_IPV6}]` : GROUP;
  const lines = [`HOST: ${host}:${PORT}`, 'MAN: "ssdp:discover"', "MX: 1", `ST: ${target}`];
  return Buffer.from(["M-SEARCH * HTTP/1.1", ...lines, "", ""].join("\r\n"));
}

/**
 * The LOCATION of an answer for a gateway, if it is a URL of `router` itself. A router has many IPv6 addresses: there, any may
 * stand in the URL, and whoever follows it connects to the router all the same.
 */
export function locationIn(answer: string, router: string): URL | undefined {
  const [first = "", ...lines] = answer.split("\r\n");
  if (!/^HTTP\/1\.[01] 200\b/.test(first)) return undefined;
  const field = (name: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const isGateway = TARGETS.includes(field("st") ?? "");
  const location = field("location") ?? "";
  const named = isIPv6(router) ? /^http:\/\/\[([0-9a-f:]{2,39})\]/i.exec(location)?.[1] : undefined;
  return isGateway ? urlOf(location, named ?? router) : undefined;
}

/** An address of a page of `router`, below `base`; undefined for anything else, such as another host or another scheme. */
export function urlOf(text: string, router: string, base?: URL): URL | undefined {
  if (text.length > MAX_URL) return undefined;
  const url = URL.parse(text, base?.href);
  if (url?.protocol !== "http:" || url.username !== "" || url.password !== "") return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return canonicalAddress(host) === canonicalAddress(router) && isIP(host) !== 0 ? url : undefined;
}
