/** Debian's miniupnpd as the router of a home: three network namespaces (world, router, home) that nobody else sees. */
import { type RunningProgram, runProgram, startProgram } from "../process/started.ts";

export const miniupnpd = Bun.which("miniupnpd", { PATH: `${process.env.PATH}:/usr/sbin` }) ?? "miniupnpd";
export const nft = Bun.which("nft", { PATH: `${process.env.PATH}:/usr/sbin` }) ?? "nft";

export const ROUTER = "192.168.7.1";
export const ROUTER_LINK_LOCAL = "fe80::1";
export const HOME = "192.168.7.20";
export const HOME_IPV6 = "2a02:1234:7::20";

export interface HomeRouterOptions {
  /** The router's address outside. */
  readonly external: string;
  /** Lines of miniupnpd.conf: what it speaks. */
  readonly speaks: readonly string[];
  /** From inside, TCP 5222 of the address outside leads to the machine at home. */
  readonly hasHairpin?: boolean;
}

export interface HomeRouter extends AsyncDisposable {
  /** The command prefix that runs a command on the machine at home, or out in the world. */
  readonly at: (place: "home" | "world") => readonly string[];
  /** The router's rules, as nft prints them. */
  readonly rules: () => string;
  /** Until when a port is open, in seconds since 1970; undefined for one that is not. */
  readonly openUntil: (transport: "TCP" | "UDP", port: number) => number | undefined;
  /** The daemon ends; what it had opened is forgotten. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** It drops whatever is sent to itself. */
  readonly silence: () => Promise<void>;
  /** Another address outside. */
  readonly move: (external: string) => Promise<void>;
}

/** Why there can be none here, if so: it needs root, and the right to make namespaces. */
export function noHomeRouter(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  const command = ["unshare", "--net", "--mount", "ip", "link", "add", "one", "type", "veth", "peer", "name", "other"];
  return Bun.spawnSync(command, { stdio: ["ignore", "ignore", "ignore"] }).exitCode === 0
    ? undefined
    : "may not make network namespaces";
}

/** By IPv6, miniupnpd speaks PCP all the same. */
const NO_PCP = "enable_natpmp=no";

/** In the router's namespace; those of home and world are named, in a folder of this mount namespace. */
const script = ({ external, speaks, hasHairpin = false }: HomeRouterOptions): string => `
set -e
mount -t tmpfs none /run
mkdir -p /run/netns
ip netns add world
ip netns add home
ip link set lo up
ip link add ext type veth peer name ext netns world
ip link add lan type veth peer name lan netns home
ip address add ${external}/24 dev ext
ip address add 2a02:1234:8::2/64 dev ext nodad
ip address add ${ROUTER}/24 dev lan
ip address add 2a02:1234:7::1/64 dev lan nodad
ip address add ${ROUTER_LINK_LOCAL}/64 dev lan nodad
ip link set ext up
ip link set lan up
in_world() { ip netns exec world ip "$@"; }
in_home() { ip netns exec home ip "$@"; }
in_world link set lo up
in_world address add ${external.replace(/\d+$/, "1")}/24 dev ext
in_world address add 2a02:1234:8::1/64 dev ext nodad
in_world link set ext up
in_world -6 route add default via 2a02:1234:8::2
in_home link set lo up
in_home address add ${HOME}/24 dev lan
in_home address add ${HOME_IPV6}/64 dev lan nodad
in_home link set lan up
in_home route add default via ${ROUTER}
in_home -6 route add default via 2a02:1234:7::1
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
${nft} -f - <<RULES
table inet miniupnpd {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "lan" accept
    jump miniupnpd
  }
  chain miniupnpd {}
  chain input {
    type filter hook input priority 0
    ${speaks.includes(NO_PCP) ? "udp dport 5351 reject" : ""}
  }
  chain prerouting {
    type nat hook prerouting priority -100
    ${hasHairpin ? `iifname "lan" ip daddr ${external} tcp dport 5222 dnat ip to ${HOME}` : ""}
    jump prerouting_miniupnpd
  }
  chain prerouting_miniupnpd {}
  chain postrouting {
    type nat hook postrouting priority 100
    meta nfproto ipv4 oifname "ext" masquerade
    meta nfproto ipv4 iifname "lan" oifname "lan" masquerade
    jump postrouting_miniupnpd
  }
  chain postrouting_miniupnpd {}
}
RULES
cat > /run/miniupnpd.conf <<CONF
ext_ifname=ext
listening_ip=lan
http_port=5555
secure_mode=yes
upnp_table_name=miniupnpd
upnp_nat_table_name=miniupnpd
upnp_forward_chain=miniupnpd
upnp_nat_chain=prerouting_miniupnpd
upnp_nat_postrouting_chain=postrouting_miniupnpd
lease_file=/run/leases
uuid=00000000-0000-0000-0000-000000000001
${speaks.join("\n")}
allow 1-65535 192.168.7.0/24 1-65535
deny 0-65535 0.0.0.0/0 0-65535
CONF
echo ready
exec sleep infinity
`;

/** It forgets what it had opened. */
const FORGET = ["miniupnpd", "prerouting_miniupnpd", "postrouting_miniupnpd"]
  .map((chain) => `${nft} flush chain inet miniupnpd ${chain}`)
  .join("; ");

export async function startHomeRouter(options: HomeRouterOptions): Promise<HomeRouter> {
  const place = startProgram(["unshare", "--net", "--mount", "sh", "-c", script(options)]);
  await place.prints(/^ready$/m);
  const inside = ["nsenter", "--net", "--mount", "--target", String(place.pid), "--"];
  let daemon: RunningProgram | undefined;
  const start = async (): Promise<void> => {
    daemon = startProgram([...inside, miniupnpd, "-d", "-f", "/run/miniupnpd.conf"]);
    await daemon.prints(/Listening for NAT-PMP\/PCP traffic|HTTP listening on port/);
  };
  await start();
  return {
    at: (at) => [...inside, "ip", "netns", "exec", at],
    rules: () => Bun.spawnSync([...inside, nft, "list", "table", "inet", "miniupnpd"]).stdout.toString(),
    openUntil: (transport, port) => {
      const leases = Bun.spawnSync([...inside, "cat", "/run/leases"]).stdout.toString();
      const found = new RegExp(`^${transport}:${port}:[^:]*:\\d+:(\\d+):`, "m").exec(leases)?.[1];
      return found === undefined ? undefined : Number(found);
    },
    start,
    stop: async () => {
      await daemon?.[Symbol.asyncDispose]();
      await runProgram([...inside, "sh", "-c", FORGET]);
    },
    silence: async () => {
      await runProgram([...inside, nft, "flush chain inet miniupnpd input"]);
      await runProgram([...inside, nft, "add rule inet miniupnpd input meta l4proto != icmpv6 drop"]);
    },
    move: async (external) => {
      await runProgram([
        ...inside,
        "sh",
        "-c",
        `ip address flush dev ext scope global; ip address add ${external}/24 dev ext`,
      ]);
    },
    [Symbol.asyncDispose]: async () => {
      await daemon?.[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    },
  };
}
