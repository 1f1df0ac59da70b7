/** slixmpp, a client library of somebody else's, against this server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { type Running, start, temporaryFolder } from "../support/peers/peer.ts";

/** Debian's python3-slixmpp belongs to Debian's Python, which need not be the first on the PATH. */
const PYTHON = "/usr/bin/python3";
const SLIXMPP = "/usr/lib/python3/dist-packages/slixmpp/__init__.py";
const PASSWORD = "wherefore art thou";

interface Sight {
  readonly saw: string;
  readonly [fact: string]: unknown;
}

const folder = temporaryFolder("slixmpp");
/** The server's own, which slixmpp is told to trust. */
const CERTIFICATE = join(folder.path, "home/certificate/self-signed/chain.pem");
let server: Running;

beforeAll(async () => {
  const installation = await jabberHome.install(folder.path, { accounts: ["alice", "bob"], password: PASSWORD });
  server = await start(installation);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

async function play(script: string): Promise<Sight[]> {
  const { host, ports } = server.installation;
  const words = [PYTHON, join(import.meta.dir, "slixmpp", script), host, String(ports.starttls), PASSWORD, CERTIFICATE];
  const python = Bun.spawn(words, { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([new Response(python.stdout).text(), new Response(python.stderr).text()]);
  if ((await python.exited) !== 0) throw new Error(`${script} ended with ${python.exitCode}:\n${out}${err}`);
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

testWith([PYTHON, SLIXMPP])(
  "slixmpp: sign in, add each other, talk both ways, resume a cut stream, read the history",
  async () => {
    const sights = await play("conversation.py");
    const all = (what: string): Sight[] => sights.filter(({ saw }) => saw === what);
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
    expect(all("resumed")).toMatchObject([{ same: true, body: "Still there?" }]);
    expect(all("history")[0]?.bodies).toEqual(["Wherefore art thou?", "Here I am.", "Still there?"]);
    expect(all("version")[0]?.name).toBe("jabber-home");
    expect(Math.abs(Date.parse(String(all("time")[0]?.utc)) - Date.now())).toBeLessThan(60_000);
    expect(all("features")[0]?.features).toContain("urn:xmpp:carbons:2");
    expect(all("end")).toHaveLength(1);
  },
  60_000,
);
