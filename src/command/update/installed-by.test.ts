import { expect, test } from "bun:test";
import { type InstalledByDeps, installedBy } from "./installed-by.ts";

const machine = (facts: Partial<InstalledByDeps>): InstalledByDeps => ({
  ...{ exists: () => false, firstProcess: () => ["/sbin/init"], succeeds: () => false },
  ...facts,
});

test.each([
  ["dpkg", "dpkg-query"],
  ["rpm", "rpm"],
  ["apk", "apk"],
] as const)("a file of a package of %s is the package's", (installer, program) => {
  const asked: string[] = [];
  const succeeds = (...command: readonly string[]): boolean => {
    asked.push(command.join(" "));
    return command[0] === program;
  };
  expect(installedBy("/usr/bin/jabber-home", machine({ succeeds }))).toBe(installer);
  expect(asked.at(-1)).toContain("/usr/bin/jabber-home");
});

test("a container that was started for this program is replaced as a whole; a system in a container is like any other", () => {
  const exists = (path: string): boolean => path === "/.dockerenv";
  const firstProcess = () => ["/usr/local/bin/jabber-home", "run"];
  expect(installedBy("/usr/local/bin/jabber-home", machine({ exists, firstProcess }))).toBe("container");
  expect(installedBy("/usr/local/bin/jabber-home", machine({ exists }))).toBeUndefined();
  expect(installedBy("/usr/local/bin/jabber-home", machine({ firstProcess }))).toBeUndefined();
});
