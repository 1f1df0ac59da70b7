/** install.sh as it is published: one file, which shells read and shellcheck has nothing to say about. */
import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testKey } from "../../src/release/testing.ts";
import { installScript } from "./install-script.ts";

const keys = [testKey().publicKey, testKey().publicKey];
const shellcheck = Bun.which("shellcheck");
if (!shellcheck && process.env.CI === "true") throw new Error("shellcheck is needed to judge install.sh");

test("the keys and the place of releases are in it", () => {
  const script = installScript({ keys, url: "https://example.org/jabber-home" });
  expect(script).toContain(`\nURL='https://example.org/jabber-home'\nKEYS='${keys.join("\n")}'\n`);
  expect(script).toStartWith("#!/bin/sh\n");
  expect(script).toEndWith('\nmain "$@"\n');
});

test("what a shell would read as something else is refused", () => {
  for (const url of ["http://example.org", "https://example.org/'; reboot", "https://example.org/a b"])
    expect(() => installScript({ keys, url })).toThrow(RangeError);
  expect(() => installScript({ keys: ["'; reboot"] })).toThrow(RangeError);
});

test.skipIf(!shellcheck)("shellcheck has nothing to say about it, nor about the scripts of packages and cards", () => {
  const path = join(tmpdir(), `install-${process.pid}.sh`);
  writeFileSync(path, installScript({ keys }));
  const names = [
    "debian/postinst",
    "debian/prerm",
    "debian/postrm",
    "raspberry-pi/card.sh",
    "raspberry-pi/first-run.sh",
  ];
  const scripts = names.map((name) => join(import.meta.dir, name));
  const { stdout, exitCode } = Bun.spawnSync([shellcheck ?? "", path, ...scripts]);
  expect({ exitCode, output: stdout.toString() }).toEqual({ exitCode: 0, output: "" });
});
