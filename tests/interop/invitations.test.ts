/** Invitations with other people's clients: slixmpp registers with one, profanity sees whom it has brought. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import { askServer } from "../../src/control/client.ts";
import { homeAt } from "../../src/home.ts";
import { testWith } from "../support/needs.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { openProfanity, PROFANITY, signInAt } from "../support/peers/profanity.ts";
import { runSlixmpp, SLIXMPP } from "../support/peers/slixmpp.ts";
import { openTerminals } from "../support/process/terminal.ts";
import { tokenOf } from "../support/xep/invitations.ts";

const PASSWORD = "wherefore art thou";

const folder = temporaryFolder("invitations");
const terminals = openTerminals(folder.path);
let server: Running;

beforeAll(async () => {
  const installation = await jabberHome.install(folder.path, { accounts: ["alice"], password: PASSWORD });
  server = await start(installation);
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  await server.stop();
  folder.remove();
});

testWith([...SLIXMPP, ...PROFANITY])(
  "bob registers with alice's invitation in slixmpp; alice has him in profanity at once, and gets his message",
  async () => {
    const { host, ports } = server.installation;
    const home = join(folder.path, "home");
    const alice = await openProfanity(terminals, folder.path, "alice");
    await signInAt(alice, {
      connect: `/connect alice@localhost server ${host} port ${ports.starttls} tls trust`,
      password: PASSWORD,
    });
    const issued = await askServer(homeAt(home), "POST /users/invitations", { jid: "bob", inviter: "alice" });
    const target = { host, port: ports.starttls, password: PASSWORD, home };
    const { all, one } = await runSlixmpp("invited.py", target, [tokenOf(issued?.uri ?? "")]);
    expect(one("token").type).toBe("result");
    expect(one("form").username).toBe("bob");
    expect(one("registered").type).toBe("result");
    expect(one("signed in").jid).toBe("bob@localhost/laptop");
    expect(all("roster")).toEqual([{ "alice@localhost": "both" }]);
    await alice.waitForText(/<< chat message: bob@localhost/);
    alice.typeLine("/roster");
    await alice.waitForText(/bob@localhost/);
    alice.typeLine("/msg bob@localhost");
    await alice.waitForText(/- bob@localhost\S*: Thank you for the invitation\./);
    alice.typeLine("/quit");
  },
  60_000,
);
