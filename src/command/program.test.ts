import { expect, test } from "bun:test";
import { homeFlag, programName, sudoCommand } from "./program.ts";

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

test("the administrator's command is the whole one that was typed, as a shell reads it, and finds the same home", () => {
  const home = { directory: "/srv/chat" };
  expect(sudoCommand(home, ["user", "list"])).toBe("sudo npm start -- user list --home /srv/chat");
  const typed = ["room", "create", "l'été", "--home=/srv/chat"];
  expect(sudoCommand(home, typed)).toBe("sudo npm start -- room create 'l'\\''été' --home=/srv/chat");
});
