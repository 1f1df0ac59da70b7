/** Each peer of the bench does what the bench asks of it, and the test client works with servers that we did not write. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Element, parse } from "ltx";
import { Client } from "../support/client/client.ts";
import { ALL_PEERS } from "../support/peers/all.ts";
import {
  type Installation,
  logIn,
  type Peer,
  type Running,
  reach,
  start,
  temporaryFolder,
} from "../support/peers/peer.ts";
import { aliveOf, usageOf } from "../support/process/processes.ts";

const PASSWORD = "wherefore, art = thou";

const withBody = (text: string) => (element: Element) => element.getChildText("body") === text;

function behaves(peer: Peer): void {
  let folder: ReturnType<typeof temporaryFolder>;
  let installation: Installation;
  let running: Running;

  const present = async (username: string, tls: "direct" | "starttls", mechanism?: string): Promise<Client> => {
    const mechanismOption = mechanism === undefined ? {} : { mechanism };
    const client = await logIn(
      installation,
      { username, password: PASSWORD, resource: "test", ...mechanismOption },
      tls,
    );
    client.send("<presence/>");
    // What comes after the presence is answered after it.
    await client.iq("get", parse("<ping xmlns='urn:xmpp:ping'/>"), "localhost");
    return client;
  };

  beforeAll(async () => {
    folder = temporaryFolder(peer.name);
    installation = await peer.install(folder.path, { accounts: ["romeo", "juliet"], password: PASSWORD });
    running = await start(installation);
  });

  afterAll(async () => {
    // If the start has failed there is nothing to stop, but the folder exists.
    await running?.stop();
    folder.remove();
    expect(aliveOf(running.pid)).toEqual([]);
  });

  test("messages arrive in order, over STARTTLS and direct TLS, by PLAIN and SCRAM", async () => {
    const romeo = await present("romeo", "starttls", "PLAIN");
    const juliet = await present("juliet", "direct", peer.lacks.includes("SCRAM") ? "PLAIN" : "SCRAM-SHA-1");
    expect(juliet.wire.tlsVersion).toBe("TLSv1.3");
    for (const text of ["one", "two", "three"])
      romeo.send(`<message type='chat' to='juliet@localhost'><body>${text}</body></message>`);
    await juliet.receive(withBody("three"));
    const bodies = juliet.inbox.all.flatMap((element) => element.getChildText("body") ?? []);
    expect(bodies).toEqual(["one", "two", "three"]);
    await Promise.all([romeo.end(), juliet.end()]);
  });

  test.skipIf(peer.lacks.includes("XEP-0198"))(
    "XEP-0198 §5: a cut stream is resumed, and missed messages arrive",
    async () => {
      const [romeo, juliet] = [await present("romeo", "direct"), await present("juliet", "direct")];
      const { attrs } = await juliet.enableAcks(true);
      juliet.destroy();
      romeo.send("<message type='chat' to='juliet@localhost/test'><body>while you slept</body></message>");
      await romeo.iq("get", parse("<ping xmlns='urn:xmpp:ping'/>"), "localhost");
      const secondClient = await Client.connect(reach(installation));
      await secondClient.authenticate({ username: "juliet", password: PASSWORD });
      expect((await secondClient.resume(juliet, attrs.id)).name).toBe("resumed");
      await secondClient.receive(withBody("while you slept"));
      secondClient.send("<presence/>");
      expect(await secondClient.confirmed()).toBe(1);
      await Promise.all([romeo.end(), secondClient.end()]);
    },
  );

  test("a wrong password is refused with RFC 6120 §6.5.10's condition", async () => {
    const attempt = logIn(installation, {
      username: "romeo",
      password: "hence",
      mechanism: peer.lacks.includes("SCRAM") ? "PLAIN" : "SCRAM-SHA-1",
    });
    await expect(attempt).rejects.toThrow("not-authorized");
  });

  test("CPU and memory of its processes are measured", () => {
    const { cpu, pss, rss } = usageOf(running.pid);
    expect(cpu).toBeGreaterThan(0);
    expect(pss).toBeGreaterThan(1e6);
    expect(rss).toBeGreaterThanOrEqual(pss);
  });
}

for (const peer of ALL_PEERS) {
  const missing = peer.missing();
  if (missing === undefined) describe(peer.name, () => behaves(peer));
  else if (process.env.CI === "true") test(peer.name, () => expect(missing).toBeUndefined());
  else test.skip(`${peer.name}: needs ${missing}`, () => {});
}
