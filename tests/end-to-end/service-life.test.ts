/** The compiled program under a service manager: start, signals, exit. */
import { beforeAll, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "../support/client/client.ts";
import { SaslFailure } from "../support/client/sasl.ts";
import { testWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite, type RunningSite } from "../support/process/local-site.ts";
import { startProgram } from "../support/process/started.ts";

beforeAll(() => void compiledProgram(), 60_000);

/** Sends a chat message and waits until the server has handled it. */
async function sendMessage(from: Client, to: string, body: string): Promise<void> {
  from.send(
    `<message type="chat" to="${to}"><body>${body}</body></message><iq type="get" id="dealt-with"><ping xmlns="urn:xmpp:ping"/></iq>`,
  );
  await from.receive(({ attrs }) => attrs.id === "dealt-with");
}

test("SIGTERM: streams end with system-shutdown, everything is on the disk, and the home is unlocked", async () => {
  using site = await localSite();
  await using server = await site.start();
  const alice = await server.logIn("alice", "starttls");
  await sendMessage(alice, "bob@localhost", "Read this when you are back.");
  const socket = join(site.home, "control.sock");
  expect(existsSync(socket)).toBe(true);

  server.signal("SIGTERM");
  const error = await alice.receive(({ name }) => name === "stream:error");
  expect(error.getChild("system-shutdown", "urn:ietf:params:xml:ns:xmpp-streams")).toBeDefined();
  expect(await alice.closed).toBe("the server closed the stream");
  expect(await server.exited).toBe(0);
  expect(existsSync(socket)).toBe(false);
  // A verb that opens the database needs the lock.
  expect(await site.runVerb(["user", "list"])).toMatchObject({ exit: 0, err: "" });

  await using restarted = await site.start();
  const bob = await restarted.logIn("bob");
  const message = await bob.receive(({ name }) => name === "message");
  expect(message.getChildText("body")).toBe("Read this when you are back.");
  expect(message.getChild("delay", "urn:xmpp:delay")).toBeDefined();
});

test("SIGTERM ends the server also where a client does not close its connection", async () => {
  using site = await localSite();
  await using server = await site.start();
  const nonReadingClient = await server.logIn("alice");
  nonReadingClient.wire.pause();
  const silent = await Client.connect(server.at("starttls"));
  silent.wire.pause();
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  for (const client of [nonReadingClient, silent]) client.destroy();
});

test("a second run on the home is refused with the pid of the first, which keeps running", async () => {
  using site = await localSite();
  await using server = await site.start();
  const refused = await site.runVerb(["run"]);
  expect(refused).toMatchObject({ exit: 75, out: "", err: expect.stringContaining(`process ${server.pid}`) });
  await (await server.logIn("alice")).end();
});

/** The error of an attempt to sign in with a wrong password. */
async function refusal(server: RunningSite): Promise<string> {
  const attempt = Client.login(server.at("direct"), { username: "bob", password: "guessed" });
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (!(error instanceof SaslFailure)) throw error;
  return error.condition;
}

const configure = ({ home }: LocalSite, from: RegExp, to: string): void => {
  const path = join(home, "config.toml");
  const text = readFileSync(path, "utf8");
  expect(text).toMatch(from);
  writeFileSync(path, text.replace(from, to));
};

test("SIGHUP: a changed limit takes effect, an invalid file changes nothing, sessions stay", async () => {
  using site = await localSite();
  await using server = await site.start();
  const alice = await server.logIn("alice");
  expect([await refusal(server), await refusal(server)]).toEqual(["not-authorized", "not-authorized"]);

  configure(site, /^#?failures_per_account = .*$/m, "failures_per_account = 1");
  configure(site, /^#?deny = .*$/m, 'deny = ["spam.example"]');
  server.signal("SIGHUP");
  await server.prints(/configuration-reloaded/);
  expect([await refusal(server), await refusal(server)]).toEqual(["not-authorized", "temporary-auth-failure"]);

  configure(site, /^failures_per_account = .*$/m, 'failures_per_account = "many"');
  server.signal("SIGHUP");
  const [logLine] = await server.prints(/configuration-not-reloaded.*/);
  expect(logLine).toContain("limits.failures_per_account");
  expect(await refusal(server)).toBe("temporary-auth-failure");

  expect(server.output()).not.toContain("restart-needed");
  configure(site, /^failures_per_account = .*$/m, "failures_per_account = 1");
  configure(site, /^client = .*$/m, 'client = "off"');
  server.signal("SIGHUP");
  await server.prints(/restart-needed options=listen\.client$/m);
  await (await server.logIn("alice", "starttls")).end();
  await sendMessage(alice, "bob@localhost", "Still here.");
  expect(await site.runVerb(["status"])).toMatchObject({ exit: 0 });
});

/** A Python script that prints each datagram as a line of JSON. */
const RECEIVER = `
import json, socket, sys
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
print("ready", flush=True)
while True:
    print(json.dumps(receiver.recv(4096).decode()), flush=True)
`;

testWith(["python3"])(
  "sd_notify(3): the service manager is sent ready, status, watchdog, reloading and stopping",
  async () => {
    using site = await localSite();
    const socket = join(site.folder, "notify.sock");
    await using manager = startProgram(["python3", "-c", RECEIVER, socket], { cwd: site.folder });
    await manager.prints(/ready/);
    await using server = await site.start({ env: { NOTIFY_SOCKET: socket, WATCHDOG_USEC: "200000" } });
    await manager.prints(/"READY=1\\nSTATUS=serves localhost\\n"/);
    await manager.prints(/("WATCHDOG=1\\n"[\s\S]*){3}/);
    server.signal("SIGHUP");
    await manager.prints(/"RELOADING=1\\nMONOTONIC_USEC=\d+\\n"[\s\S]*"READY=1\\nSTATUS=serves localhost\\n"/);
    server.signal("SIGTERM");
    await manager.prints(/"STOPPING=1\\n"/);
    expect(await server.exited).toBe(0);
  },
);

test("a port in use: it is named with a remedy, the exit code is 69, and the home is unlocked", async () => {
  using other = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
  using site = await localSite({ settings: [`listen.client_tls=127.0.0.1:${other.port}`] });
  const { exit, out, err } = await site.runVerb(["run"]);
  expect({ exit, out }).toEqual({ exit: 69, out: "" });
  expect(err).toContain(`port ${other.port} (listen.client_tls) is in use by `);
  expect(err).toContain("or choose another port with --set listen.client_tls=ADDRESS:PORT");
  expect(err).not.toMatch(/^ +at /m);
  expect(await site.runVerb(["user", "list"])).toMatchObject({ exit: 0 });
});
