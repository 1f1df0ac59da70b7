/** The file by which PAM checks passwords for the server: written once, in the form of the system. */
import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import { openPamService } from "./pam.ts";

const folder = mkdtempSync(join(tmpdir(), "pam-service-"));
afterAll(() => rmSync(folder, { recursive: true }));

function machineWith(rules: readonly string[], isAdministrator = true): Machine {
  const root = mkdtempSync(join(folder, "root-"));
  mkdirSync(join(root, "etc/pam.d"), { recursive: true });
  for (const name of rules) writeFileSync(join(root, "etc/pam.d", name), "");
  return { root, isAdministrator, person: undefined, hasSystemd: true, run: () => ({ code: 0, output: "" }) };
}

const path = "/etc/pam.d/jabber-home";

test.each([
  ["common-auth", "@include common-auth\n@include common-account\n"],
  ["system-auth", "auth include system-auth\naccount include system-auth\n"],
])("the rules of the system (%s) are those of the server", (rules, text) => {
  const machine = machineWith([rules]);
  expect(openPamService(machine, "jabber-home")).toEqual({ path, text, state: "written" });
  expect(readFileSync(machine.root + path, "utf8").replace(/^#.*\n/, "")).toBe(text);
  expect(statSync(machine.root + path).mode & 0o777).toBe(0o644);
});

test("a file that is there stays as it is", () => {
  const machine = machineWith(["common-auth"]);
  writeFileSync(machine.root + path, "auth required pam_deny.so\n");
  expect(openPamService(machine, "jabber-home").state).toBe("there");
  expect(readFileSync(machine.root + path, "utf8")).toBe("auth required pam_deny.so\n");
});

test("nobody but the administrator writes it, and nobody guesses at rules of another form", () => {
  const machines = [machineWith(["common-auth"], false), machineWith([])];
  expect(machines.map((machine) => openPamService(machine, "jabber-home").state)).toEqual(["lacking", "lacking"]);
  expect(machines.map(({ root }) => existsSync(root + path))).toEqual([false, false]);
});
