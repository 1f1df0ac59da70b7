import { expect, test } from "bun:test";
import { homeFlag, programName } from "./program.ts";

const EXECUTABLE = "/home/ada/jabber-home/dist/jabber-home";

test.each([
  [{ executable: undefined, inPath: null, folder: "/home/ada/jabber-home" }, "npm start --"],
  [{ executable: EXECUTABLE, inPath: EXECUTABLE, folder: "/" }, "jabber-home"],
  [
    { executable: EXECUTABLE, inPath: "/usr/local/bin/jabber-home", folder: "/home/ada/jabber-home" },
    "./dist/jabber-home",
  ],
  [{ executable: EXECUTABLE, inPath: null, folder: "/srv" }, EXECUTABLE],
])("%p is called %p", (called, name) => expect(programName(called)).toBe(name));

test("--home is part of a command line where the home is not the default one", () => {
  const around = { platform: "linux", env: {}, isRoot: false, userHome: "/home/ada", exists: () => false } as const;
  expect(homeFlag({ directory: "/home/ada/.local/state/jabber-home" }, around)).toBe("");
  expect(homeFlag({ directory: "/srv/chat" }, around)).toBe(" --home /srv/chat");
  expect(homeFlag({ directory: "/srv/chat" }, { ...around, env: { JABBER_HOME: "/srv/chat" } })).toBe("");
});
