/** slixmpp, a Python client library, against this server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { runSlixmpp, SLIXMPP } from "../support/peers/slixmpp.ts";

const PASSWORD = "wherefore art thou";

const folder = temporaryFolder("slixmpp");
let server: Running;

beforeAll(async () => {
  const installation = await jabberHome.install(folder.path, { accounts: ["alice", "bob"], password: PASSWORD });
  server = await start(installation);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

testWith(SLIXMPP)(
  "slixmpp: two accounts sign in, add each other, chat, resume a cut stream, and read the archive",
  async () => {
    const { host, ports } = server.installation;
    const target = { host, port: ports.starttls, password: PASSWORD, home: join(folder.path, "home") };
    const { all, one } = await runSlixmpp("conversation.py", target);
    expect(all("signed in").map(({ jid, resumable }) => [jid, resumable])).toEqual([
      ["alice@localhost/laptop", true],
      ["alice@localhost/phone", true],
      ["bob@localhost/laptop", true],
    ]);
    expect(all("roster").map(({ subscription }) => subscription)).toEqual(["both", "both"]);
    expect(all("message")).toMatchObject([
      { to: "bob", body: "Wherefore art thou?", sender: "alice@localhost/laptop" },
      { to: "alice", body: "Here I am.", sender: "bob@localhost/laptop" },
    ]);
    expect(all("carbon").map(({ kind }) => kind)).toEqual(["sent", "received"]);
    expect(one("resumed")).toMatchObject({ same: true, body: "Still there?" });
    expect(one("history").bodies).toEqual(["Wherefore art thou?", "Here I am.", "Still there?"]);
    expect(one("version").name).toBe("jabber-home");
    expect(Math.abs(Date.parse(String(one("time").utc)) - Date.now())).toBeLessThan(60_000);
    expect(one("features").features).toContain("urn:xmpp:carbons:2");
    one("end");
  },
  60_000,
);
