/** The router of this network: where the default route leads. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";
import { canonicalAddress } from "../net/ip-address.ts";

export interface DefaultGateway {
  readonly ipv4: string | undefined;
  /** With its zone where it is link-local: "fe80::1%eth0". */
  readonly ipv6: string | undefined;
}

/** From the kernel on Linux, else from netstat. Never rejects. */
export async function defaultGateway(): Promise<DefaultGateway> {
  if (process.platform === "linux")
    return { ipv4: ipv4Gateway(textOf("/proc/net/route")), ipv6: ipv6Gateway(textOf("/proc/net/ipv6_route")) };
  return { ipv4: netstatGateway(await outputOf("netstat", ["-rn"])), ipv6: undefined };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

const NETSTAT_TIMEOUT_MS = 5000;
const NETSTAT_BYTES = 1_000_000;

const outputOf = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: NETSTAT_TIMEOUT_MS, maxBuffer: NETSTAT_BYTES }, (error, output) =>
      resolve(error ? "" : output),
    );
  });

const RTF_UP_GATEWAY = 0x0003;
const leadsOn = (flags: string): boolean => (Number.parseInt(flags, 16) & RTF_UP_GATEWAY) === RTF_UP_GATEWAY;

/** The default route with the lowest metric in /proc/net/route: addresses in hexadecimal, the last octet first. */
export function ipv4Gateway(table: string): string | undefined {
  const routes = table.split("\n").map((line) => line.trim().split(/\s+/));
  const [best] = routes
    .filter(
      ([, destination, gateway = "", flags = "", , , , mask]) =>
        destination === "00000000" && mask === "00000000" && /^[0-9A-F]{8}$/i.test(gateway) && leadsOn(flags),
    )
    .sort((one, other) => Number(one[6]) - Number(other[6]));
  const octets = best?.[2]?.match(/../g)?.reverse();
  return octets?.map((octet) => Number.parseInt(octet, 16)).join(".");
}

const ANY_IPV6 = "0".repeat(32);

/** The same in /proc/net/ipv6_route; metrics are in hexadecimal there. */
export function ipv6Gateway(table: string): string | undefined {
  const routes = table.split("\n").map((line) => line.trim().split(/\s+/));
  const [best] = routes
    .filter(
      ([destination, prefix, , , gateway = "", , , , flags = ""]) =>
        destination === ANY_IPV6 && prefix === "00" && /^[0-9a-f]{32}$/.test(gateway) && leadsOn(flags),
    )
    .sort((one, other) => Number.parseInt(one[5] ?? "", 16) - Number.parseInt(other[5] ?? "", 16));
  if (!best) return undefined;
  const address = canonicalAddress((best[4] ?? "").replace(/(.{4})(?=.)/g, "$1:"));
  return address?.startsWith("fe8") ? `${address}%${best[9]}` : address;
}

/** The first IPv4 default route in what netstat prints on macOS, the BSDs ("default GATEWAY") and Windows ("0.0.0.0 0.0.0.0 GATEWAY"). */
export function netstatGateway(output: string): string | undefined {
  const found = [...output.matchAll(/^\s*(?:default|0\.0\.0\.0(?:\s+0\.0\.0\.0|\/0)?)\s+(\S+)/gm)];
  return found.map(([, gateway = ""]) => gateway).find((gateway) => isIPv4(gateway) && gateway !== "0.0.0.0");
}
