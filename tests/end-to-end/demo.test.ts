/** The demo prints all that two users need to connect, and is reachable from this computer only. */
import { beforeAll, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "../support/client/client.ts";
import { openPortsOf } from "../support/network/open-ports.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";

beforeAll(() => void compiledProgram(), 60_000);

const isFree = (port: number): boolean => {
  try {
    Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => {} } }).stop(true);
    return true;
  } catch {
    return false;
  }
};

/** Lines that must be printed literally. */
const lines = (home: string, client: number): readonly string[] => [
  "    alice@localhost    password alice",
  "    bob@localhost      password bob",
  `    /connect alice@localhost server 127.0.0.1 port ${client} tls trust`,
  `    /connect bob@localhost server 127.0.0.1 port ${client} tls trust`,
  "    then, as alice:   /msg bob@localhost Hello!",
  `  Everything is kept in ${home}-demo`,
  expect.stringMatching(/^ {2}Ctrl-C stops it\. For a real server: \S*\/jabber-home setup$/),
];

/** All port numbers in the output. */
const portsOf = (output: string): number[] =>
  [...new Set([...output.matchAll(/\b5\d{3}\b/g)].map(([port]) => Number(port)))].sort();

/** Starts the demo, chats with the printed addresses and passwords, stops it. Returns its output and ports. */
async function runDemo(home: string, args: readonly string[] = []) {
  await using demo = startProgram([compiledProgram(), "demo", "--home", home, ...args]);
  await demo.prints(/Ctrl-C .+\n$/);
  const accounts = [...demo.output().matchAll(/^ +(\w+)@localhost\s.*\s(\S+)$/gm)];
  const connects = [...demo.output().matchAll(/^ +\/connect (\w+)@localhost server (\S+) port (\d+) tls trust$/gm)];
  expect(accounts.map(([, name]) => name)).toEqual(["alice", "bob"]);
  expect(connects.map(([, name]) => name)).toEqual(["alice", "bob"]);
  const [, direct] = /(\d+) \((?:direct TLS|TLS direct)\)/.exec(demo.output()) ?? [];
  const [, page = "", https] = /(https:\/\/localhost:(\d+)) /.exec(demo.output()) ?? [];
  const certificate = readFileSync(join(`${home}-demo`, "certificate", "self-signed", "chain.pem"), "utf8");
  expect((await fetch(`${page}/`, { tls: { ca: certificate } })).status).toBeLessThan(500);

  const [[alice, bob], client] = await logIn(accounts, connects);
  await knowEachOther(alice, bob);
  alice.send('<message type="chat" to="bob@localhost"><body>Hello!</body></message>');
  expect((await bob.receive(({ name }) => name === "message")).getChildText("body")).toBe("Hello!");
  bob.send(`<message type="chat" to="${alice.jid}"><body>Hello yourself.</body></message>`);
  expect((await alice.receive(({ name }) => name === "message")).getChildText("body")).toBe("Hello yourself.");
  alice.send('<message type="chat" to="bob@example.com"><body>Hello elsewhere!</body></message>');
  const refused = await alice.receive(({ attrs }) => attrs.from === "bob@example.com");
  expect(refused.getChild("error")?.getChildText("text")).toContain("not exchange anything with other servers");
  const byDirectTls = { host: "127.0.0.1", port: Number(direct), domain: "localhost", tls: "direct" } as const;
  await (await Client.login(byDirectTls, { username: "alice", password: "alice" })).end();

  const listening = openPortsOf(demo.pid);
  expect(listening).toEqual(expect.arrayContaining([client, direct, https].map((port) => `127.0.0.1:${port}`)));
  expect(listening.filter((address) => !address.startsWith("127.0.0.1:"))).toEqual([]);
  const second = await runProgram([compiledProgram(), "demo", "--home", home, ...args]);
  expect(second).toMatchObject({ exit: 0, err: "" });
  expect(second.out).toContain(String(demo.pid));
  const connections = (output: string): readonly string[] =>
    output.split("\n").filter((line) => line.includes("/connect"));
  expect(connections(second.out)).toEqual(connections(demo.output()));

  demo.signal("SIGINT");
  expect(await demo.exited).toBe(0);
  expect(existsSync(join(`${home}-demo`, "data.sqlite"))).toBe(true);
  return { said: demo.output(), client, direct: Number(direct), https: Number(https) };
}

async function knowEachOther(alice: Client, bob: Client): Promise<void> {
  for (const [one, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    one.send('<iq type="get" id="roster"><query xmlns="jabber:iq:roster"/></iq>');
    const roster = await one.receive(({ attrs }) => attrs.id === "roster");
    expect(roster.getChild("query")?.getChildren("item")).toMatchObject([
      { attrs: { jid: `${other.jid.split("/")[0]}`, subscription: "both" } },
    ]);
  }
  bob.send("<presence><status>here</status></presence>");
  await alice.receive(({ name, attrs }) => name === "presence" && attrs.from === bob.jid);
}

type Matches = readonly RegExpExecArray[];

async function logIn(accounts: Matches, connects: Matches): Promise<[[Client, Client], number]> {
  const [alice, bob] = await Promise.all(
    connects.map(async ([, username = "", host = "", port], index) => {
      const at = { host, port: Number(port), domain: "localhost", tls: "starttls" } as const;
      const client = await Client.login(at, { username, password: accounts[index]?.[2] ?? "" });
      client.send("<presence/>");
      await client.receive(({ name, attrs }) => name === "presence" && attrs.from === client.jid);
      return client;
    }),
  );
  if (!alice || !bob) throw new Error("alice and bob are not both there");
  return [[alice, bob], Number(connects[0]?.[3])];
}

test.skipIf(!isFree(5222) || !isFree(5223))(
  "the usual ports are used where they are free",
  async () => {
    using folder = temporaryFolder("demo");
    const home = join(folder.path, "home");
    const { said: output, client, direct } = await runDemo(home);
    expect({ client, direct }).toEqual({ client: 5222, direct: 5223 });
    expect(output.split("\n")).toEqual(expect.arrayContaining(lines(home, 5222)));
    expect(output).not.toContain("taken");
    // Below the four lines that npm prints, on a screen of 24.
    expect(output.split("\n").length).toBeLessThanOrEqual(24 - 4 + 1);
    const all = await runDemo(home, ["--all"]);
    expect(all.said).toMatch(/sudo cp '\S+' \\\n +(\S+)\n(.*\n)+ +sudo rm \1\n +sudo update-ca-certificates --fresh\n/);
  },
  20_000,
);

test("the next free ports are used, and printed, where the usual ones are in use", async () => {
  using occupiedPorts = new DisposableStack();
  for (const port of [5222, 5223])
    if (isFree(port)) occupiedPorts.use(Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => {} } }));
  using folder = temporaryFolder("demo");
  const home = join(folder.path, "home");
  const { said: output, client, direct, https } = await runDemo(home, ["--all"]);
  expect(client % 10 === 2 && client > 5222 && direct % 10 === 3 && direct > 5223).toBe(true);
  expect(output.split("\n")).toEqual(expect.arrayContaining(lines(home, client)));
  expect(output).toMatch(/5222,? (which )?is taken on this computer/);
  expect(portsOf(output)).toEqual([5222, client, direct, https].sort());

  // The same accounts again, in French.
  const secondRun = await runDemo(home, ["--lang", "fr"]);
  expect(secondRun.said).toMatch(/^ {2}Ctrl-C l'arrête\. Pour un vrai serveur\s: \S+\/jabber-home setup$/m);
}, 20_000);
