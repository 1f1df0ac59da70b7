import { expect, test } from "bun:test";
import { programName } from "./program.ts";

const EXECUTABLE = "/home/ada/jabber-home/dist/jabber-home";

test.each([
  [{ executable: undefined, found: null, folder: "/home/ada/jabber-home" }, "npm start --"],
  [{ executable: EXECUTABLE, found: EXECUTABLE, folder: "/" }, "jabber-home"],
  [
    { executable: EXECUTABLE, found: "/usr/local/bin/jabber-home", folder: "/home/ada/jabber-home" },
    "./dist/jabber-home",
  ],
  [{ executable: EXECUTABLE, found: null, folder: "/srv" }, EXECUTABLE],
])("%p is called %p", (called, name) => expect(programName(called)).toBe(name));
