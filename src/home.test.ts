import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHome, type HomeEnvironment, homeAt, locateHome } from "./home.ts";

const person: HomeEnvironment = {
  platform: "linux",
  env: {},
  isRoot: false,
  userHome: "/home/romeo",
  exists: () => true,
};

test("--home takes precedence over JABBER_HOME, that over systemd's STATE_DIRECTORY", () => {
  const env = { JABBER_HOME: "/srv/b", STATE_DIRECTORY: "/var/lib/c:/var/lib/d" };
  expect(locateHome("/srv/a", { ...person, env })).toBe("/srv/a");
  expect(locateHome(undefined, { ...person, env })).toBe("/srv/b");
  expect(locateHome(undefined, { ...person, env: { ...env, JABBER_HOME: "" } })).toBe("/var/lib/c");
});

test("a relative --home is made absolute", () => {
  expect(locateHome("here", person)).toBe(join(process.cwd(), "here"));
});

test("for root it is the service's home, where that exists", () => {
  const root = { ...person, isRoot: true, userHome: "/home/root" };
  expect(locateHome(undefined, root)).toBe("/var/lib/jabber-home");
  expect(locateHome(undefined, { ...root, exists: () => false })).toBe("/home/root/.local/state/jabber-home");
  expect(locateHome(undefined, person)).toBe("/home/romeo/.local/state/jabber-home");
});

test("it is the service's for everybody, except for who has a home of their own: nobody sets up a second one by mistake", () => {
  const serviceHome = (): string => "/srv/chat";
  const own = "/home/romeo/.local/state/jabber-home";
  const nothing = (): boolean => false;
  expect(locateHome(undefined, { ...person, exists: nothing, serviceHome })).toBe("/srv/chat");
  expect(locateHome(undefined, { ...person, isRoot: true, serviceHome })).toBe("/srv/chat");
  for (const name of ["config.toml", "setup.json"])
    expect(locateHome(undefined, { ...person, exists: (path) => path === `${own}/${name}`, serviceHome })).toBe(own);
  const left = (path: string): boolean => path === "/var/lib/jabber-home";
  expect(locateHome(undefined, { ...person, exists: left })).toBe("/var/lib/jabber-home");
  expect(locateHome(undefined, { ...person, exists: nothing })).toBe(own);
  expect(locateHome("/srv/a", { ...person, serviceHome })).toBe("/srv/a");
});

test("each platform has its place for the state of a user", () => {
  expect(locateHome(undefined, { ...person, env: { XDG_STATE_HOME: "/x" } })).toBe("/x/jabber-home");
  expect(locateHome(undefined, { ...person, env: { XDG_STATE_HOME: "x" } })).toBe(
    "/home/romeo/.local/state/jabber-home",
  );
  expect(locateHome(undefined, { ...person, platform: "darwin" })).toBe(
    "/home/romeo/Library/Application Support/jabber-home",
  );
  expect(locateHome(undefined, { ...person, platform: "win32", env: { LOCALAPPDATA: "/L" } })).toBe("/L/jabber-home");
});

const modeOf = (path: string) => statSync(path).mode & 0o777;

function folder(mode: number): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "home-"));
  chmodSync(path, mode);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

test("a new home has mode 0700", () => {
  using above = folder(0o755);
  const home = homeAt(join(above.path, "a", "b"));
  expect(createHome(home)).toBeUndefined();
  expect(modeOf(home.directory)).toBe(0o700);
  expect(createHome(home)).toBeUndefined();
  expect(modeOf(above.path)).toBe(0o755);
});

test.each([0o777, 0o1777, 0o755, 0o750, 0o707])("a home with mode %o gets mode 0700", (mode) => {
  using empty = folder(mode);
  expect(createHome(homeAt(empty.path))).toBe(mode & 0o777);
  expect(modeOf(empty.path)).toBe(0o700);
  using inUse = folder(mode);
  for (const name of ["config.toml", "something else"]) writeFileSync(join(inUse.path, name), "");
  expect(createHome(homeAt(inUse.path))).toBe(mode & 0o777);
  expect(modeOf(inUse.path)).toBe(0o700);
});

test("a folder with other files is not changed, and refused where others may write into it", () => {
  using readable = folder(0o755);
  writeFileSync(join(readable.path, "letter"), "");
  expect(createHome(homeAt(readable.path))).toBeUndefined();
  expect(modeOf(readable.path)).toBe(0o755);
  for (const mode of [0o777, 0o770, 0o722]) {
    chmodSync(readable.path, mode);
    const refusal = expect.objectContaining({
      exitCode: 73,
      message: `others may change what is in ${readable.path} (its mode is 0${mode.toString(8)})`,
      remedy: expect.stringContaining(`chmod 700 ${readable.path}`),
    });
    expect(() => createHome(homeAt(readable.path))).toThrow(refusal);
    expect(modeOf(readable.path)).toBe(mode);
  }
});
