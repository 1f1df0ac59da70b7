/** The executable for a Raspberry Pi, under an emulator of the processors of a Pi 3 and of a Pi 5. */
import { beforeAll, describe, expect } from "bun:test";
import { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { compiledProgram } from "../support/compiled.ts";
import { testWith } from "../support/needs.ts";
import { type Ended, ended, started, temporaryFolder } from "../support/started.ts";

const EMULATOR = "qemu-aarch64";
/** Where Debian's libc6-arm64-cross is. */
const LIBRARIES = "/usr/aarch64-linux-gnu";
const testOnPi = testWith([EMULATOR, LIBRARIES]);
/** An emulated processor takes tens of times as long. */
const PATIENCE = 120_000;

const PEOPLE = { alice: "down the rabbit hole", bob: "can we fix it" } as const;
const SETTINGS = [
  ...["client", "client_tls"].map((name) => `listen.${name}=127.0.0.1:0`),
  ...["server", "server_tls", "http", "https"].map((name) => `listen.${name}=off`),
  "accounts.iterations=4096",
].flatMap((setting) => ["--set", setting]);

let binary = "";
beforeAll(() => {
  binary = compiledProgram("linux-arm64");
}, PATIENCE);

describe.each([
  ["Raspberry Pi 3", "cortex-a53"],
  ["Raspberry Pi 5", "cortex-a76"],
])("%s (%s)", (_, processor) => {
  testOnPi(
    "is set up, and two people chat over TLS and read what was said",
    async () => {
      using home = temporaryFolder(processor);
      const onPi = [EMULATOR, "-L", LIBRARIES, "-cpu", processor, binary];
      const run = (words: readonly string[], input: string): Promise<Ended> =>
        ended([...onPi, ...words, "--home", home.path], { cwd: home.path, input });

      const who = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "alice"];
      const setup = await run(["setup", "--no-input", ...who, "--password-file", "-", ...SETTINGS], PEOPLE.alice);
      expect(setup).toMatchObject({ exit: 0, err: "" });
      const add = await run(["user", "add", "bob@localhost", "--password-file", "-"], PEOPLE.bob);
      expect(add).toEqual({ exit: 0, out: "bob@localhost is ready\n", err: "" });

      await using server = started([...onPi, "run", "--home", home.path], { cwd: home.path });
      const [, client, clientTls] = await server.says(/server-started .*client=\S+:(\d+) client_tls=\S+:(\d+)/);
      const logIn = (username: keyof typeof PEOPLE, tls: "starttls" | "direct"): Promise<Client> =>
        Client.login(
          {
            host: "127.0.0.1",
            port: Number(tls === "direct" ? clientTls : client),
            domain: "localhost",
            tls,
            timeout: 30_000,
          },
          { username, password: PEOPLE[username], resource: "pi" },
        );
      const [alice, bob] = [await logIn("alice", "starttls"), await logIn("bob", "direct")];
      expect([alice.mechanism, bob.mechanism]).toEqual(["SCRAM-SHA-256", "SCRAM-SHA-256"]);
      for (const person of [alice, bob]) {
        person.send("<presence/>");
        await person.receive(({ name, attrs }) => name === "presence" && attrs.from === person.jid);
      }
      await says(alice, bob, "Is it you on that little box?");
      await says(bob, alice, "It is, and it does not even get warm.");
      for (const person of [alice, bob])
        expect(await archived(person)).toEqual([
          "Is it you on that little box?",
          "It is, and it does not even get warm.",
        ]);

      server.signal("SIGTERM");
      expect(await server.exited).toBe(0);
      expect(server.said()).not.toMatch(/ (error|warn) /);
    },
    PATIENCE,
  );
});

async function says(from: Client, to: Client, body: string): Promise<void> {
  from.send(
    new Element("message", { to: to.jid.split("/", 1)[0], type: "chat", id: body.length }).c("body").t(body).root(),
  );
  const message = await to.receive(({ name }) => name === "message");
  expect({ from: message.attrs.from, body: message.getChildText("body") }).toEqual({ from: from.jid, body });
}

/** XEP-0313: the bodies in one's archive, oldest first. */
async function archived(client: Client): Promise<(string | null | undefined)[]> {
  await client.iq("set", new Element("query", { xmlns: "urn:xmpp:mam:2" }));
  return client.inbox
    .waiting()
    .map((message) => message.getChild("result")?.getChild("forwarded")?.getChild("message")?.getChildText("body"));
}
