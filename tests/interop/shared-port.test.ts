/** Clients that nobody here wrote, over the port of HTTPS: apps by direct TLS (XEP-0368), and a web client beside them. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { openProfanity, PROFANITY } from "../support/peers/profanity.ts";
import { runSlixmpp, SLIXMPP } from "../support/peers/slixmpp.ts";
import { openTerminals } from "../support/process/terminal.ts";

const PASSWORD = "wherefore art thou";

const folder = temporaryFolder("shared-port");
const terminals = openTerminals(folder.path);
let server: Running;
let port: number;

beforeAll(async () => {
  const options = { accounts: ["alice", "bob"], password: PASSWORD, web: true } as const;
  const installation = await jabberHome.install(folder.path, options);
  server = await start(installation);
  port = installation.web?.port ?? 0;
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  await server.stop();
  folder.remove();
});

testWith(SLIXMPP)(
  "slixmpp signs in with ALPN and without, and chats",
  async () => {
    const target = { host: "127.0.0.1", port, password: PASSWORD, home: join(folder.path, "home") };
    const { all, one } = await runSlixmpp("direct_tls.py", target);
    expect(all("signed in")).toEqual([
      { jid: "alice@localhost/laptop", alpn: "xmpp-client", tls: "TLSv1.3" },
      { jid: "bob@localhost/laptop", alpn: null, tls: "TLSv1.3" },
    ]);
    expect(one("message").body).toBe("By the door of browsers.");
  },
  60_000,
);

testWith(PROFANITY)(
  "profanity signs in by direct TLS",
  async () => {
    const terminal = await openProfanity(terminals, folder.path, "alice");
    terminal.typeLine(`/connect alice@localhost server 127.0.0.1 port ${port} tls legacy`);
    await terminal.waitForText(/Enter password:/);
    terminal.typeLine(PASSWORD);
    await terminal.waitForText(/certificate/i);
    terminal.typeLine("/tls allow");
    await terminal.waitForText(/alice@localhost\S* logged in successfully, online/);
  },
  60_000,
);

testWith(["curl"])("curl finds the pages there as before", async () => {
  const curl = Bun.spawn(["curl", "-sk", `https://localhost:${port}/.well-known/host-meta`], { stdout: "pipe" });
  expect(await new Response(curl.stdout).text()).toContain("<XRD");
});
