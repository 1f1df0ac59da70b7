/** `export` for other servers: a cluster of two nodes of ejabberd, and Prosody. People sign in with the same passwords. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../../support/client/client.ts";
import { describeWith } from "../../support/needs.ts";
import { CLUSTER_NEEDS, type Cluster, startCluster } from "../../support/peers/ejabberd-cluster.ts";
import { logIn, type Running, start, temporaryFolder } from "../../support/peers/peer.ts";
import { prosodyInternal } from "../../support/peers/prosody.ts";
import { run } from "../../support/peers/run.ts";
import { PASSWORD, type TestServer } from "../../support/server.ts";
import { exported, filledServer, testsOfAlice, testsOfRoom } from "./filled.ts";

let server: TestServer;
let folder: ReturnType<typeof temporaryFolder>;

beforeAll(async () => {
  folder = temporaryFolder("growing");
  server = await filledServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder.remove();
});

describeWith(CLUSTER_NEEDS)("a cluster of two nodes of ejabberd", () => {
  let cluster: Cluster;
  const clients: Client[] = [];

  beforeAll(async () => {
    cluster = await startCluster(join(folder.path), "localhost");
    const [first] = cluster.nodes;
    const dump = join(first.folder, "server.dump");
    cpSync(await exported(server, "ejabberd"), dump);
    run(["chown", "ejabberd", dump]);
    first.control("load", dump);
    await cluster.restart();
    for (const [index, node] of cluster.nodes.entries()) {
      const login = { username: "alice", password: PASSWORD, resource: `at-${index}` };
      clients.push(await logIn(node, login, "starttls"));
    }
  }, 180_000);
  afterAll(async () => {
    for (const client of clients) await client.end();
    await cluster?.[Symbol.asyncDispose]();
  }, 60_000);

  test("people sign in at both nodes", () => {
    expect(clients.map(({ jid }) => jid)).toEqual(["alice@localhost/at-0", "alice@localhost/at-1"]);
  });
  testsOfAlice(() => clients.at(-1) as Client);
  testsOfRoom(() => clients[0] as Client);
});

describeWith(["prosody", "prosodyctl", "openssl"])("Prosody, with the folder as its data", () => {
  let running: Running;
  let alice: Client;

  beforeAll(async () => {
    const installation = await prosodyInternal.install(join(folder.path, "prosody"), {
      accounts: [],
      password: PASSWORD,
    });
    const data = join(installation.folder, "data");
    rmSync(join(data, "localhost"), { recursive: true, force: true });
    cpSync(await exported(server, "prosody"), data, { recursive: true });
    running = await start(installation);
    alice = await logIn(installation, { username: "alice", password: PASSWORD, resource: "test" }, "starttls");
  }, 60_000);
  afterAll(async () => {
    await alice?.end();
    await running?.stop();
  });

  test("people sign in", () => expect(alice.jid).toBe("alice@localhost/test"));
  testsOfAlice(() => alice);
  testsOfRoom(() => alice);
});
