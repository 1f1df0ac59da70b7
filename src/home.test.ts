import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHome, homeAt, locateHome, type Surroundings } from "./home.ts";

const person: Surroundings = {
  platform: "linux",
  env: {},
  isRoot: false,
  userHome: "/home/romeo",
  exists: () => true,
};

test("--home goes before JABBER_HOME, that before systemd's STATE_DIRECTORY", () => {
  const env = { JABBER_HOME: "/srv/b", STATE_DIRECTORY: "/var/lib/c:/var/lib/d" };
  expect(locateHome("/srv/a", { ...person, env })).toBe("/srv/a");
  expect(locateHome(undefined, { ...person, env })).toBe("/srv/b");
  expect(locateHome(undefined, { ...person, env: { ...env, JABBER_HOME: "" } })).toBe("/var/lib/c");
});

test("a relative --home is made absolute", () => {
  expect(locateHome("here", person)).toBe(join(process.cwd(), "here"));
});

test("root means the service's home where there is one", () => {
  const root = { ...person, isRoot: true, userHome: "/home/root" };
  expect(locateHome(undefined, root)).toBe("/var/lib/jabber-home");
  expect(locateHome(undefined, { ...root, exists: () => false })).toBe("/home/root/.local/state/jabber-home");
  expect(locateHome(undefined, person)).toBe("/home/romeo/.local/state/jabber-home");
});

test("each platform has its place for a person's state", () => {
  expect(locateHome(undefined, { ...person, env: { XDG_STATE_HOME: "/x" } })).toBe("/x/jabber-home");
  expect(locateHome(undefined, { ...person, env: { XDG_STATE_HOME: "x" } })).toBe(
    "/home/romeo/.local/state/jabber-home",
  );
  expect(locateHome(undefined, { ...person, platform: "darwin" })).toBe(
    "/home/romeo/Library/Application Support/jabber-home",
  );
  expect(locateHome(undefined, { ...person, platform: "win32", env: { LOCALAPPDATA: "/L" } })).toBe("/L/jabber-home");
});

test("a new home is open to its owner alone; one that is there is left as it is", () => {
  const directory = mkdtempSync(join(tmpdir(), "home-"));
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  try {
    const home = homeAt(join(directory, "a", "b"));
    createHome(home);
    expect(modeOf(home.directory)).toBe(0o700);
    const shared = homeAt(join(directory, "a"));
    const before = modeOf(shared.directory);
    createHome(shared);
    expect(modeOf(shared.directory)).toBe(before);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
