/** Backups of the compiled program: put in place on a Raspberry Pi, and made on a disk that is full. */
import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { localSite, PASSWORDS } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runProgram, startProgram } from "../support/process/started.ts";

const EMULATOR = "qemu-aarch64";
/** The path of Debian's libc6-arm64-cross. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
/** Milliseconds: emulation is tens of times slower. */
const TIMEOUT = 240_000;

/** A machine of another name. */
const elsewhere = ["unshare", "--map-root-user", "--uts", "sh", "-c", 'hostname raspberrypi && exec "$@"', "sh"];

testWith([EMULATOR, LIBRARIES, "unshare"])(
  "a backup of the compiled program, made while it runs: setup begins from it on a Raspberry Pi, which is called otherwise",
  async () => {
    using here = await localSite();
    const file = join(here.folder, "moved.tar.zst");
    {
      await using server = await here.start();
      const [alice, bob] = [await server.logIn("alice"), await server.logIn("bob")];
      alice.send(new Element("message", { to: "bob@localhost", type: "chat", id: "1" }).c("body").t("We move.").root());
      await bob.receive(({ name }) => name === "message");
      expect((await here.runVerb(["backup", "--to", file])).exit).toBe(0);
    }
    const pi = [EMULATOR, "-L", LIBRARIES, "-cpu", "cortex-a53", compiledProgram("linux-arm64")];
    const home = join(here.folder, "pi");
    const called = (...args: readonly string[]) => [...elsewhere, ...pi, ...args, "--home", home];
    const { exit, out } = await runProgram(called("setup", "--from", file, "--no-input"), { cwd: here.folder });
    expect({ exit, out }).toMatchObject({ exit: 0, out: expect.stringContaining("2 accounts") });
    await using server = startProgram(called("run"), { cwd: here.folder });
    const [, port] = await server.prints(/server-started .*client_tls=\S+:(\d+)/);
    const at = { host: "127.0.0.1", port: Number(port), domain: "localhost", tls: "direct", timeout: 60_000 } as const;
    const bob = await Client.login(at, { username: "bob", password: PASSWORDS.bob });
    await bob.iq("set", new Element("query", { xmlns: "urn:xmpp:mam:2" }));
    const bodies = bob.inbox
      .waiting()
      .map((each) => each.getChild("result")?.getChild("forwarded")?.getChild("message")?.getChildText("body"));
    expect(bodies).toContain("We move.");
    const certificate = (home: string) => readFileSync(join(home, "certificate", "key.pem"), "utf8");
    if (existsSync(join(here.home, "certificate", "key.pem"))) expect(certificate(home)).toBe(certificate(here.home));
  },
  TIMEOUT,
);

const reason = noSmallDisk();
const testOnDisk = reason === undefined ? test : test.skip;

testOnDisk(
  `on a full disk no backup is made and none is put in place; what is there stays${reason ? ` (${reason})` : ""}`,
  async () => {
    await using disk = await smallDisk(24);
    const home = join(disk.path, "home");
    const at = (...args: readonly string[]) =>
      runProgram([...disk.commandPrefix, ...program, ...args, "--home", home], {
        cwd: disk.path,
        input: PASSWORDS.alice,
      });
    const set = ["--set", "accounts.iterations=4096", "--set", "limits.free_disk=1MB"];
    const given = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "alice", "--password-file", "-"];
    expect((await at("setup", "--no-input", ...given, ...set)).err).toBe("");
    expect(await at("backup", "--to", join(disk.path, "good.tar.zst"))).toMatchObject({ exit: 0 });
    disk.fill(40_000);
    // The copy of the database has no room; then, the file has none.
    for (const verb of [
      ["backup", "--to", join(disk.path, "full.tar.zst")],
      ["restore", join(disk.path, "good.tar.zst"), "--no-input", "--replace"],
    ]) {
      const { exit, err } = await at(...verb);
      expect({ exit, err }).toMatchObject({ exit: 73 });
    }
    const names = (await runProgram([...disk.commandPrefix, "ls", "-a", disk.path, home])).out;
    expect(names).not.toMatch(/full\.tar|\.part|^\.backup|^\.restore|former-/m);
    disk.release();
    expect((await at("backup", "--to", join(disk.path, "full.tar.zst"))).exit).toBe(0);
    expect((await at("restore", join(disk.path, "good.tar.zst"), "--no-input", "--replace")).exit).toBe(0);
  },
  TIMEOUT,
);
