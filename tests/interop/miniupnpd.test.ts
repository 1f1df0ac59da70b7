/** The ports of a home, opened by a router that nobody here wrote. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join, resolve } from "node:path";
import type { GatewayReport } from "../../src/gateway/report.ts";
import { testWith } from "../support/needs.ts";
import {
  HOME_IPV6,
  type HomeRouter,
  miniupnpd,
  nft,
  noHomeRouter,
  ROUTER,
  ROUTER_LINK_LOCAL,
  startHomeRouter,
} from "../support/network/home-router.ts";
import { runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";

const ROOT = resolve(import.meta.dir, "../..");
const EXTERNAL = "9.9.8.2";
const PCP_AND_NAT_PMP = ["enable_natpmp=yes", "enable_upnp=no"];
const UPNP = ["enable_natpmp=no", "enable_upnp=yes"];

const here = noHomeRouter();
const routerTest = here === undefined ? testWith([miniupnpd, nft, "ip", "nsenter", "unshare"]) : test.skip;

const bun = (router: HomeRouter, ...args: readonly string[]): readonly string[] => [
  ...router.at("home"),
  process.execPath,
  ...args,
];

/** Keeps TCP 5222 and UDP 3478 open from within the home; the report once the router has been asked. */
async function keepingOpen(router: HomeRouter, ...args: readonly string[]) {
  const keeper = startProgram(bun(router, join(ROOT, "tests/support/network/keep-open.ts"), ...args));
  const [, report = ""] = await keeper.prints(/^report (.*)$/m);
  return { keeper, report: JSON.parse(report) as GatewayReport };
}

/** What a machine out in the world reads at a TCP port; "" where it gets nothing. */
async function readFromWorld(router: HomeRouter, address: string, port: number): Promise<string> {
  const { out } = await runProgram([
    ...router.at("world"),
    ...["timeout", "5", "bash", "-c", `exec 3<>/dev/tcp/${address}/${port} && cat <&3`],
  ]);
  return out;
}

/** Looks until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(50);
}

const OPEN = [
  { transport: "tcp", port: 5222 },
  { transport: "udp", port: 3478 },
];

/** The same for both protocols. */
function eachRouterTest(title: string, body: (name: string) => Promise<void>): void {
  for (const name of ["pcp", "upnp"]) routerTest(`${title} (${name})`, () => body(name));
}

describe("miniupnpd", () => {
  const routers = new Map<string, HomeRouter>();
  beforeAll(async () => {
    if (here !== undefined || Bun.which(miniupnpd) === null) return;
    routers.set("pcp", await startHomeRouter({ external: EXTERNAL, speaks: PCP_AND_NAT_PMP }));
    routers.set("upnp", await startHomeRouter({ external: EXTERNAL, speaks: UPNP }));
  }, 30_000);
  afterAll(async () => {
    for (const router of routers.values()) await router[Symbol.asyncDispose]();
  });
  const routerOf = (name: string): HomeRouter => routers.get(name) as HomeRouter;

  routerTest("RFC 6887 §11: ports are opened by PCP, the world comes in, and they are given back", async () => {
    const router = routerOf("pcp");
    const { keeper, report } = await keepingOpen(router);
    expect(report).toMatchObject({ state: "found", protocol: "pcp", router: ROUTER, external: EXTERNAL });
    expect(report.ports).toEqual(OPEN as GatewayReport["ports"]);
    expect(report.obstacle).toBeUndefined();
    expect(report.hairpin).toBe(false);
    expect(await readFromWorld(router, EXTERNAL, 5222)).toBe("at home\n");
    // RFC 6887 §11: with IPv6 a mapping is a hole in the firewall.
    expect(report.pinholes).toEqual([{ address: HOME_IPV6, ports: OPEN as GatewayReport["ports"] }]);
    expect(await readFromWorld(router, HOME_IPV6, 5222)).toBe("at home\n");
    expect(router.rules()).toContain("5222");
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
    expect(router.rules()).not.toMatch(/5222|3478/);
    expect(await readFromWorld(router, EXTERNAL, 5222)).toBe("");
  });

  routerTest("RFC 6886 §3.3: by NAT-PMP", async () => {
    const router = routerOf("pcp");
    const { keeper, report } = await keepingOpen(router, "nat-pmp");
    expect(report).toMatchObject({ protocol: "nat-pmp", external: EXTERNAL, ports: OPEN });
    expect(await readFromWorld(router, EXTERNAL, 5222)).toBe("at home\n");
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
    expect(router.rules()).not.toMatch(/5222|3478/);
  });

  routerTest("WANIPConnection:2 §2.5.16: by UPnP", async () => {
    const router = routerOf("upnp");
    const { keeper, report } = await keepingOpen(router);
    expect(report).toMatchObject({ protocol: "upnp", external: EXTERNAL, ports: OPEN });
    expect(await readFromWorld(router, EXTERNAL, 5222)).toBe("at home\n");
    // WANIPv6FirewallControl:1 §2.4.2: this router opens a hole to nobody but the address that asks.
    expect(report.pinholes).toEqual([{ address: HOME_IPV6, ports: OPEN as GatewayReport["ports"] }]);
    expect(await readFromWorld(router, HOME_IPV6, 5222)).toBe("at home\n");
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
    expect(router.rules()).not.toMatch(/5222|3478/);
  });

  eachRouterTest("after kill -9, the next start takes over what is open", async (name) => {
    const router = routerOf(name);
    const { keeper: killed } = await keepingOpen(router);
    killed.signal("SIGKILL");
    await killed.exited;
    expect(router.rules()).toContain("5222");
    const { keeper, report } = await keepingOpen(router);
    expect(report).toMatchObject({ ports: OPEN, pinholes: [{ address: HOME_IPV6, ports: OPEN }] });
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
    // A hole that was renewed ends with its shortened life, as below.
    expect(router.rules()).not.toContain("dnat");
  });

  routerTest("ports are asked for again at half their life, by which their end is put off", async () => {
    const router = routerOf("upnp");
    const { keeper } = await keepingOpen(router, "upnp", "600");
    await using _ = keeper;
    const first = router.openUntil("UDP", 3478) ?? 0;
    expect(first - Date.now() / 1000).toBeWithin(3500, 3601);
    await until(() => (router.openUntil("UDP", 3478) ?? 0) > first);
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
    expect(router.openUntil("UDP", 3478)).toBeUndefined();
  });

  eachRouterTest("a router that is gone for a while is asked again once it is back", async (name) => {
    const router = routerOf(name);
    const { keeper } = await keepingOpen(router);
    await using _ = keeper;
    await router.stop();
    expect(await readFromWorld(router, EXTERNAL, 5222)).toBe("");
    await until(() => {
      keeper.signal("SIGUSR1");
      return /no-answer/.test(keeper.output());
    });
    await router.start();
    await until(async () => (await readFromWorld(router, EXTERNAL, 5222)) === "at home\n");
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
  });

  eachRouterTest("a router that has begun anew between two looks is asked again", async (name) => {
    const router = routerOf(name);
    const { keeper } = await keepingOpen(router);
    await using _ = keeper;
    await router.stop();
    await router.start();
    await until(async () => (await readFromWorld(router, EXTERNAL, 5222)) === "at home\n");
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
  });

  eachRouterTest("a new address of the router is known at once, and one that is not public is none", async (name) => {
    const router = routerOf(name);
    const { keeper } = await keepingOpen(router);
    await using _ = keeper;
    await router.move("9.9.8.3");
    await keeper.prints(/^moved 9\.9\.8\.3$/m);
    await router.move("192.168.0.2");
    await keeper.prints(/^moved undefined$/m);
    await router.move(EXTERNAL);
    await until(() => keeper.output().split(`moved ${EXTERNAL}`).length > 2);
    keeper.signal("SIGTERM");
    expect(await keeper.exited).toBe(0);
  });

  routerTest("a server opens its ports, says so in its status, and closes them when it stops", async () => {
    const router = routerOf("pcp");
    using folder = temporaryFolder("home");
    const home = join(folder.path, "home");
    const listen = ["client=[::]:5222", "client_tls=off", "server=127.0.0.1:5269", "server_tls=off", "proxy=off"];
    const off = ["http=off", "https=off", "turn=off", "turns=off"];
    const set = [...off, ...listen].map((each) => `listen.${each}`);
    const settings = [...set, "gateway.enabled=true", "accounts.iterations=4096"].flatMap((each) => ["--set", each]);
    const main = join(ROOT, "src/main.ts");
    const setup = ["--domain", "home.example", "--certificate", "self-signed", "--admin", "alice"];
    const flags = ["--no-input", "--home", home, "--password-file", "-"];
    const { exit, out, err } = await runProgram(bun(router, main, "setup", ...flags, ...setup, ...settings), {
      input: "correct horse battery staple",
    });
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out.replace(/\s+/g, " ")).toContain(`The router (${ROUTER}, PCP) leads TCP 5222 to here, from ${EXTERNAL}.`);
    await using server = startProgram(bun(router, main, "run", "--home", home));
    await server.prints(/gateway-ports/);
    const status = await runProgram(bun(router, main, "status", "--home", home));
    expect(status.out).toContain(`The router (${ROUTER}, PCP) leads TCP 5222 to here, from ${EXTERNAL}.`);
    expect(router.rules()).toContain("dnat");
    server.signal("SIGTERM");
    await server.exited;
    // The hole that was renewed stays until its shortened life is over (src/gateway/pcp.ts).
    expect(router.rules()).not.toContain("dnat");
  });
});

routerTest(
  "RFC 6886 §3.5: a router without a public address opens nothing, and says why, by all protocols",
  async () => {
    for (const speaks of [PCP_AND_NAT_PMP, UPNP]) {
      await using router = await startHomeRouter({ external: "100.64.0.2", speaks });
      for (const protocol of speaks === UPNP ? ["upnp"] : ["nat-pmp", "pcp"]) {
        const { keeper, report } = await keepingOpen(router, protocol);
        await using _ = keeper;
        expect(report).toMatchObject({ state: "found", protocol });
        expect(report.ports.map(({ problem }) => problem)).toEqual(["no-network", "no-network"]);
        keeper.signal("SIGTERM");
        await keeper.exited;
      }
    }
  },
);

/** IPv6 alone, by the router's address of the link; `link` is what this machine has there. */
async function haveIPv6Alone(router: HomeRouter, link: string | undefined): Promise<void> {
  const add = (address: string): string => `ip address add ${address}/64 dev lan nodad`;
  const commands = [
    "ip address flush dev lan scope global",
    "ip -6 address flush dev lan scope link",
    ...(link === undefined ? [] : [add(link)]),
    add(HOME_IPV6),
    "ip -6 route replace fe80::/64 dev lan",
    `ip -6 route replace default via ${ROUTER_LINK_LOCAL} dev lan`,
  ];
  await runProgram([...router.at("home"), "sh", "-c", commands.join("; ")]);
}

// Without an address of the link, this machine is answered from another address of the router's than it has asked.
for (const link of ["fe80::20", undefined])
  routerTest(
    `Annex A: where there is IPv6 alone, holes are opened by UPnP (from ${link ?? "a global address"})`,
    async () => {
      await using router = await startHomeRouter({ external: EXTERNAL, speaks: UPNP });
      await haveIPv6Alone(router, link);
      const { keeper, report } = await keepingOpen(router);
      await using _ = keeper;
      const at = `${ROUTER_LINK_LOCAL}%lan`;
      expect(report).toMatchObject({ state: "found", protocol: "upnp", router: at, ports: [] });
      expect(report.pinholes).toEqual([{ address: HOME_IPV6, ports: OPEN as GatewayReport["ports"] }]);
      expect(await readFromWorld(router, HOME_IPV6, 5222)).toBe("at home\n");
      keeper.signal("SIGTERM");
      expect(await keeper.exited).toBe(0);
      expect(router.rules()).not.toMatch(/5222|3478/);
    },
  );

routerTest("a router that leads the public address back inside is recognised", async () => {
  await using router = await startHomeRouter({ external: EXTERNAL, speaks: PCP_AND_NAT_PMP, hasHairpin: true });
  const { keeper, report } = await keepingOpen(router);
  await using _ = keeper;
  expect(report).toMatchObject({ ports: OPEN, external: EXTERNAL, hairpin: true });
});

routerTest("a machine with a public IPv4 address of its own has nothing forwarded", async () => {
  await using router = await startHomeRouter({ external: EXTERNAL, speaks: PCP_AND_NAT_PMP });
  const own = "ip address flush dev lan scope global; ip address add 9.9.7.20/24 dev lan";
  await runProgram([...router.at("home"), "sh", "-c", `${own}; ip route add default via 9.9.7.1`]);
  const { keeper, report } = await keepingOpen(router);
  await using _ = keeper;
  expect(report).toEqual({ state: "absent", isDirect: true, router: "9.9.7.1", ports: [], pinholes: [] });
});

routerTest(
  "a router that answers to nothing is said to be none well within a minute, by IPv4 and IPv6 together",
  async () => {
    await using router = await startHomeRouter({ external: EXTERNAL, speaks: UPNP });
    await router.silence();
    const began = performance.now();
    const { keeper, report } = await keepingOpen(router);
    await using _ = keeper;
    expect(report).toEqual({ state: "absent", router: ROUTER, ports: [], pinholes: [] });
    expect(performance.now() - began).toBeLessThan(25_000);
  },
);
