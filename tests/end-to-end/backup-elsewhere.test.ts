/** Backups of the compiled program: put in place on a Raspberry Pi, and made on a disk that is full. */
import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Element } from "ltx";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { localSite, PASSWORDS } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runJson, runProgram } from "../support/process/started.ts";

const EMULATOR = "qemu-aarch64";
/** The path of Debian's libc6-arm64-cross. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
/** Milliseconds: emulation is tens of times slower. */
const TIMEOUT = 240_000;

testWith([EMULATOR, LIBRARIES])(
  "a backup of the compiled program, made while it runs, is put in place by the one for a Raspberry Pi",
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
    using there = await localSite({ program: pi });
    const { exit, answer } = await runJson(there.command(["restore", file, "--no-input", "--replace"]));
    expect({ exit, answer }).toMatchObject({ exit: 0, answer: { counts: { accounts: 2 } } });
    await using server = await there.start();
    const bob = await server.logIn("bob");
    await bob.iq("set", new Element("query", { xmlns: "urn:xmpp:mam:2" }));
    const bodies = bob.inbox
      .waiting()
      .map((each) => each.getChild("result")?.getChild("forwarded")?.getChild("message")?.getChildText("body"));
    expect(bodies).toContain("We move.");
    const certificate = (home: string) => readFileSync(join(home, "certificate", "key.pem"), "utf8");
    if (existsSync(join(here.home, "certificate", "key.pem")))
      expect(certificate(there.home)).toBe(certificate(here.home));
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
