/**
 * Run in a network namespace of its own, as root: an interface that gets another address, a name server (BIND), and the watch of
 * dns.update. Prints what the zone says of the name after each look, as lines of JSON.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAddressUpdates } from "../../../src/assembly/address-updates.ts";
import { readConfig } from "../../../src/config/read.ts";
import { modules } from "../../../src/modules.ts";
import { startBind } from "./bind.ts";

const ip = (...args: readonly string[]): void => {
  const { success, stderr } = Bun.spawnSync(["ip", ...args]);
  if (!success) throw new Error(`ip ${args.join(" ")}: ${stderr}`);
};

ip("link", "set", "lo", "up");
ip("link", "add", "home", "type", "veth", "peer", "name", "other");
ip("link", "set", "other", "up");
ip("link", "set", "home", "up");
const bind = await startBind("example.test", ["chat IN A 192.0.2.7", "chat IN AAAA 2001:db8::7"]);
const folder = mkdtempSync(join(tmpdir(), "moving-interface-"));
try {
  const token = join(folder, "token");
  writeFileSync(token, bind.credentials, { mode: 0o600 });
  const settings = ["dns.provider=rfc2136", `dns.token_file=${token}`, "dns.update=true", "host=chat.example.test"];
  const config = readConfig("", modules, ["domains=example.test", ...settings]);
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  const routerAddress = async () => undefined;
  const updates = openAddressUpdates({ config, folder, resolver: bind.resolver, log, routerAddress });
  for (const [four, six] of [
    ["81.2.69.160/24", "2a02:1234:7::20/64"],
    ["81.2.69.170/24", "2a02:1234:9::20/64"],
  ] as const) {
    ip("address", "flush", "dev", "home");
    ip("address", "add", four, "dev", "home");
    ip("address", "add", six, "dev", "home", "nodad");
    await updates?.look();
    const answers = await Promise.all(
      (["A", "AAAA"] as const).map((type) => bind.resolver.query(type, "chat.example.test")),
    );
    console.log(JSON.stringify(answers.map((answer) => (answer.state === "found" ? answer.values : answer.state))));
  }
  updates?.stop();
} finally {
  rmSync(folder, { recursive: true });
  await bind.stop();
}
