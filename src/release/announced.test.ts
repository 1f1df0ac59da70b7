import { expect, test } from "bun:test";
import { announcedVersion } from "./announced.ts";
import { thisTarget } from "./target.ts";

test.each([
  [[], undefined],
  [["jabber-home 1.2.3"], "1.2.3"],
  [["v=spf1 -all", "jabber-home 1.9.0", "jabber-home 1.10.0"], "1.10.0"],
  [["jabber-home 1.2.3; rm -rf /", "jabber-home", "jabber-home 1.2", `jabber-home ${"1".repeat(99)}`], undefined],
] as const)("of %p, the newest version is %p", (records, version) => {
  expect(announcedVersion(records)).toBe(version);
});

test("the targets are named as the build names them", () => {
  const musl = (isMusl: boolean) => () => isMusl;
  expect(thisTarget("linux", "x64", musl(false))).toBe("linux-x64");
  expect(thisTarget("linux", "arm64", musl(true))).toBe("linux-arm64-musl");
  expect(thisTarget("darwin", "arm64", musl(false))).toBe("darwin-arm64");
  expect(thisTarget("win32", "x64", musl(false))).toBe("windows-x64");
});
