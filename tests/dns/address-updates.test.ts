/** dns.update = true, at a name server that takes updates (BIND). */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAddressUpdates } from "../../src/assembly/address-updates.ts";
import { readConfig, readConfigFile } from "../../src/config/read.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { modules } from "../../src/modules.ts";
import { testWith } from "../support/needs.ts";
import { NAMED, startBind } from "../support/network/bind.ts";

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
      return openAddressUpdates({ config, resolver: bind.resolver, log, isBack: () => {} });
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
  const updates = openAddressUpdates({ config, resolver: { query } as unknown as Resolver, log, isBack: () => {} });
  await updates?.look();
  const first = asked.filter((type) => type === "NS").length;
  await updates?.look();
  updates?.stop();
  expect([first > 0, asked.filter((type) => type === "NS").length]).toEqual([true, first * 2]);
});
