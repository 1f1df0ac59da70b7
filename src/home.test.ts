import { expect, test } from "bun:test";
import { join } from "node:path";
import { type HomeEnvironment, locateHome } from "./home.ts";

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
