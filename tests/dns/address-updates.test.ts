/** dns.update = true, at a name server that takes updates (BIND). */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leadingHere, openAddressUpdates } from "../../src/assembly/address-updates.ts";
import { readConfig, readConfigFile } from "../../src/config/read.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { modules } from "../../src/modules.ts";
import { testWith } from "../support/needs.ts";
import { NAMED, startBind } from "../support/network/bind.ts";
import { noHomeRouter } from "../support/network/home-router.ts";

interface Said {
  readonly own?: readonly string[];
  readonly told?: readonly string[];
  readonly router?: string;
  readonly seen?: string;
}

const routerAddress = async (): Promise<undefined> => undefined;

testWith([NAMED])("the addresses of config.toml stand in the zone after a look, in place of others", async () => {
  const bind = await startBind("example.test", ["chat IN A 192.0.2.7"]);
  const folder = mkdtempSync(join(tmpdir(), "address-updates-"));
  try {
    const path = (name: string): string => join(folder, name);
    writeFileSync(path("token"), bind.credentials, { mode: 0o600 });
    const general = ['domains = ["example.test"]', 'host = "chat.example.test"', 'addresses = ["192.0.2.12"]'];
    const dns = ["[dns]", 'provider = "rfc2136"', "update = true", `token_file = "${path("token")}"`];
    const open = [...general, "[federation]", "private_addresses = true", ...dns].join("\n");
    const off = open.replace("update = true", "update = false");
    const openWith = (text: string) => {
      writeFileSync(path("config.toml"), text);
      const config = readConfigFile(path("config.toml"), modules, []);
      const log = { error() {}, warn() {}, info() {}, debug() {} };
      return openAddressUpdates({ config, folder, resolver: bind.resolver, log, routerAddress });
    };
    expect(openWith(off)).toBeUndefined();
    const updates = openWith(open);
    await updates?.look();
    updates?.stop();
    expect(await bind.resolver.query("A", "chat.example.test")).toEqual({ state: "found", values: ["192.0.2.12"] });
  } finally {
    rmSync(folder, { recursive: true });
    await bind.stop();
  }
});

test("the name servers of the zone are found anew at each look, since the first may have been without a network", async () => {
  const asked: string[] = [];
  const query = async (type: string) => {
    asked.push(type);
    return type === "A" ? { state: "found", values: ["192.0.2.12"] } : { state: "unknown", reason: "timeout" };
  };
  const settings = [
    "dns.provider=desec",
    "dns.token_file=/none",
    "dns.update=true",
    "federation.private_addresses=true",
  ];
  const config = readConfig("", modules, ["domains=example.test", "addresses=192.0.2.12", ...settings]);
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  const updates = openAddressUpdates({
    config,
    folder: "/none",
    resolver: { query } as unknown as Resolver,
    log,
    routerAddress,
  });
  await updates?.look();
  const first = asked.filter((type) => type === "NS").length;
  await updates?.look();
  updates?.stop();
  expect([first > 0, asked.filter((type) => type === "NS").length]).toEqual([true, first * 2]);
});

test.each([
  ["this machine's own", { own: ["192.0.2.1"], router: "192.0.2.2", seen: "192.0.2.4" }, "192.0.2.1"],
  ["the router's", { router: "192.0.2.2", seen: "192.0.2.4" }, "192.0.2.2"],
  ["the router's and config.toml's", { told: ["192.0.2.3", "192.0.2.2"], router: "192.0.2.2" }, "192.0.2.3 192.0.2.2"],
  ["config.toml's, where the router says nothing", { told: ["192.0.2.3"], seen: "192.0.2.4" }, "192.0.2.3"],
  [
    "the one that is seen, where these two differ",
    { told: ["192.0.2.3"], router: "192.0.2.2", seen: "9.9.9.9" },
    "9.9.9.9",
  ],
  ["none, where these two differ and nobody answers", { told: ["192.0.2.3"], router: "192.0.2.2" }, ""],
  ["the one that is seen, where nobody else says any", { seen: "192.0.2.4" }, "192.0.2.4"],
  [
    "IPv6 of both, whatever is said of IPv4",
    { own: ["2001:db8::1"], told: ["2001:db8::2"], seen: "9.9.9.9" },
    "9.9.9.9 2001:db8::2 2001:db8::1",
  ],
] as const)("which addresses lead here: %s", async (_, { own = [], told = [], router, seen }: Said, expected) => {
  let questions = 0;
  const ask = async (): Promise<string | undefined> => {
    questions += 1;
    return seen;
  };
  expect((await leadingHere({ own, told, routerAddress: async () => router, ask })).join(" ")).toBe(expected);
  // Nobody outside is asked where it is known.
  expect(questions).toBe(expected === "" || expected.includes(seen ?? "none") ? 1 : 0);
});

const namespaced = noHomeRouter() === undefined ? testWith([NAMED, "ip", "unshare"]) : test.skip;

namespaced(
  "an interface that gets other addresses is followed, in both families",
  async () => {
    const script = join(import.meta.dir, "../support/network/moving-interface.ts");
    const child = Bun.spawn(["unshare", "--net", process.execPath, script], { stdout: "pipe", stderr: "pipe" });
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    expect(err).toBe("");
    expect(out.trim().split("\n")).toEqual([
      '[["81.2.69.160"],["2a02:1234:7::20"]]',
      '[["81.2.69.170"],["2a02:1234:9::20"]]',
    ]);
  },
  60_000,
);
