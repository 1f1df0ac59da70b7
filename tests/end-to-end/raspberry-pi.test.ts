/** The Raspberry Pi executable under qemu, as the processors of a Pi 3 and a Pi 5. */
import { beforeAll, describe, expect } from "bun:test";
import { Element } from "ltx";
import type { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { localSite } from "../support/process/local-site.ts";

const EMULATOR = "qemu-aarch64";
/** The path of Debian's libc6-arm64-cross. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
const testOnPi = testWith([EMULATOR, LIBRARIES]);
/** Milliseconds: emulation is tens of times slower. */
const TEST_TIMEOUT_MS = 120_000;

let binary = "";
beforeAll(() => {
  binary = compiledProgram("linux-arm64");
}, TEST_TIMEOUT_MS);

describe.each([
  ["Raspberry Pi 3", "cortex-a53"],
  ["Raspberry Pi 5", "cortex-a76"],
])("%s (%s)", (_, processor) => {
  testOnPi(
    "is set up; two clients exchange messages over TLS and read the archive",
    async () => {
      using site = await localSite({ program: [EMULATOR, "-L", LIBRARIES, "-cpu", processor, binary] });
      await using server = await site.start();
      const [alice, bob] = [await server.logIn("alice", "starttls"), await server.logIn("bob", "direct")];
      expect([alice.mechanism, bob.mechanism]).toEqual(["SCRAM-SHA-256", "SCRAM-SHA-256"]);
      await sendMessage(alice, bob, "Is it you on that little box?");
      await sendMessage(bob, alice, "It is, and it does not even get warm.");
      for (const person of [alice, bob])
        expect(await archived(person)).toEqual([
          "Is it you on that little box?",
          "It is, and it does not even get warm.",
        ]);

      server.signal("SIGTERM");
      expect(await server.exited).toBe(0);
      expect(server.output()).not.toMatch(/ (error|warn) /);
    },
    TEST_TIMEOUT_MS,
  );
});

async function sendMessage(from: Client, to: Client, body: string): Promise<void> {
  from.send(
    new Element("message", { to: to.jid.split("/", 1)[0], type: "chat", id: body.length }).c("body").t(body).root(),
  );
  const message = await to.receive(({ name }) => name === "message");
  expect({ from: message.attrs.from, body: message.getChildText("body") }).toEqual({ from: from.jid, body });
}

/** XEP-0313: the bodies in the client's archive, oldest first. */
async function archived(client: Client): Promise<(string | null | undefined)[]> {
  await client.iq("set", new Element("query", { xmlns: "urn:xmpp:mam:2" }));
  return client.inbox
    .waiting()
    .map((message) => message.getChild("result")?.getChild("forwarded")?.getChild("message")?.getChildText("body"));
}
