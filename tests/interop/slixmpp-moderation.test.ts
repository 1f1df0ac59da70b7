/** slixmpp's plugins for retraction and moderation, current and former versions, in rooms of this server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { testWith } from "../support/needs.ts";
import { runSlixmpp, SLIXMPP } from "../support/peers/slixmpp.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["alice", "bob"] });
});
afterAll(async () => {
  expect(await server.errors()).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const ROOM = "hustings@rooms.localhost";

testWith(SLIXMPP)(
  "slixmpp: a moderator moderates messages of others, occupants retract their own (XEP-0424, XEP-0425)",
  async () => {
    const { host, port } = server.at();
    const { all, one } = await runSlixmpp("retraction.py", { host, port, password: PASSWORD, home: server.home });
    one("end");
    const moderated = { sender: ROOM, by: `${ROOM}/Alice`, reason: "Enough", same: true };
    expect(all("moderated")).toEqual([
      { who: "alice", ...moderated },
      { who: "bob", ...moderated },
    ]);
    expect(one("not theirs")).toEqual({ condition: "forbidden" });
    expect(one("nothing")).toEqual({ condition: "item-not-found" });
    expect(one("retracted")).toEqual({ sender: `${ROOM}/Bob`, same: true });
    expect(one("not hers")).toEqual({ condition: "forbidden" });
    const fallback = expect.stringContaining("attempted to retract");
    expect(one("archive").said).toEqual([
      ["Bob", "", true],
      ["Bob", "", true],
      ["Bob", "promise", false],
      ["Alice", "order", false],
      ["", "", false],
      ["Bob", fallback, false],
    ]);
  },
  60_000,
);
