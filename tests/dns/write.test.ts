/** `jabber-home dns --write`, at a name server that takes updates (BIND). */
import { afterAll, beforeAll, expect } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWith, testWith } from "../support/needs.ts";
import { type Bind, NAMED, startBind } from "../support/network/bind.ts";

const ZONE = "example.test";
const testBind = testWith([NAMED]);

describeWith([NAMED])("jabber-home dns --write", () => {
  let bind: Bind;
  let root = "";
  let tokenFile = "";
  beforeAll(async () => {
    bind = await startBind(ZONE, [`@ IN A 192.0.2.7`, `rooms IN A 192.0.2.8`]);
    root = mkdtempSync(join(tmpdir(), "dns-write-"));
    tokenFile = join(root, "token");
    writeFileSync(tokenFile, bind.credentials, { mode: 0o600 });
    mkdirSync(join(root, "home"), { mode: 0o700 });
    const config = [
      `domains = ["${ZONE}"]`,
      'addresses = ["192.0.2.12"]',
      "[federation]",
      "private_addresses = true",
      "[dns]",
      'provider = "rfc2136"',
      `token_file = "${tokenFile}"`,
    ];
    writeFileSync(join(root, "home", "config.toml"), `${config.join("\n")}\n`);
  });
  afterAll(async () => {
    await bind?.stop();
    if (root !== "") rmSync(root, { recursive: true });
  });

  const run = async (...args: readonly string[]) => {
    const main = join(import.meta.dir, "../../src/main.ts");
    const fixed = ["dns", "--home", join(root, "home"), "--resolver", bind.server, "--lang", "en"];
    const child = Bun.spawn([process.execPath, main, ...fixed, ...args], { stdout: "pipe", stderr: "pipe" });
    const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
    expect(`${out}${err}`).not.toContain(bind.secret);
    return { exit: await child.exited, out, err };
  };
  const addresses = async () => bind.resolver.query("A", ZONE);

  testBind("shows what it would write, and writes nothing before somebody has agreed", async () => {
    const { exit, out, err } = await run("--write");
    expect([exit, err]).toEqual([2, expect.stringContaining("--yes")]);
    expect(out).toContain(`${ZONE}. 3600 IN A 192.0.2.12\n`);
    expect(out).toContain(`rooms.${ZONE}. IN A   (remove)\n`);
    expect(out).toContain(`rooms.${ZONE}. 3600 IN CNAME ${ZONE}.\n`);
    expect(await addresses()).toEqual({ state: "found", values: ["192.0.2.7"] });
  });

  testBind("a file that others may read is refused, with what to do", async () => {
    chmodSync(tokenFile, 0o644);
    const { exit, err } = await run("--write", "--yes");
    chmodSync(tokenFile, 0o600);
    expect(exit).not.toBe(0);
    expect(err).toContain(`Others may read ${tokenFile}`);
    expect(err).toContain("chmod 600");
    expect(await addresses()).toEqual({ state: "found", values: ["192.0.2.7"] });
  });

  testBind("writes, looks at the zone, and has nothing to write the next time", async () => {
    const { exit, out } = await run("--write", "--yes", "--json");
    const answer = JSON.parse(out) as { records: { state: string }[]; written: unknown[] };
    expect(answer.records.map(({ state }) => state)).toEqual(answer.records.map(() => "right"));
    expect(answer.written.length).toBeGreaterThan(4);
    expect(exit).toBe(0);
    expect(await bind.resolver.query("CNAME", `rooms.${ZONE}`)).toEqual({ state: "found", values: [ZONE] });
    expect((await run("--write", "--yes")).out).toStartWith("Nothing to write");
  });
});
