/** `jabber-home federation` at running servers: the list, and the diagnosis of a connection to another server. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { runCommand } from "../../src/command/command-line.ts";
import { verbs } from "../../src/command/verbs.ts";
import { cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { checkPrinted } from "../support/process/printed.ts";
import type { TestServer } from "../support/server.ts";

let federation: TestFederation;
let capulet: TestServer;
let montague: TestServer;

beforeAll(async () => {
  federation = await openTestFederation();
  const settings = ["federation.deny=evil.example", "federation.connect_time=1s"];
  capulet = await federation.server("capulet.example", { settings });
  montague = await federation.server("montague.example");
  // The configuration that the command reads; its domain is not looked up.
  for (const [server, domain] of [
    [capulet, "capulet.example"],
    [montague, "montague.example"],
  ] as const)
    writeFileSync(server.home.config, `domains = ["${domain}"]\n[listen]\nserver = "off"\nserver_tls = "off"\n`);
});
afterAll(() => federation[Symbol.asyncDispose]());

/** Runs a command line at a server's home; wrapped lines are joined. */
async function runLine(server: TestServer, line: string) {
  let out = "";
  const write = (text: string): void => {
    out += `${text}\n`;
  };
  const terminal = {
    out: write,
    err: write,
    isInteractive: false,
    isColoured: false,
    input: () => Buffer.alloc(0),
    env: {},
  };
  const surroundings = { platform: "linux", env: {}, isRoot: false, userHome: "/", exists: () => false } as const;
  const args = [...line.split(" "), "--home", server.home.directory];
  const exit = await runCommand(args, verbs, { terminal, surroundings, defaultVerb: () => "status" });
  if (args.includes("--json")) await checkPrinted(args, out);
  else expect(out.split("\n").filter((each) => each.length > 80)).toEqual([]);
  return { exit, out, text: out.replace(/\s+/g, " ") };
}

test("before any message there is no connection, and the exit code is 0", async () => {
  const { exit, text } = await runLine(capulet, "federation");
  expect(exit).toBe(0);
  expect(text).toStartWith("no other server is connected");
  expect(text).toContain("closed: listen.server and listen.server_tls are off; certificate valid");
  expect((await runLine(capulet, "status")).text).toContain("0 other servers connected");
});

test("after messages it lists both directions with their encryption and authentication", async () => {
  const { juliet } = await cast(capulet, ["juliet"]);
  const { romeo } = await cast(montague, ["romeo"]);
  juliet.sends(`<message to="${romeo.account}"><body>O</body></message>`);
  await romeo.receives(`<message from="${juliet.jid}"/>`);
  const atCapulet = await runLine(capulet, "federation");
  expect(atCapulet.out).toContain("connected with 1 server\n\nmontague.example\n  from capulet.example\n");
  expect(atCapulet.text).toContain("TLSv1.3, for 0 minutes; they are proven by certificate; we by certificate");
  const atMontague = await runLine(montague, "federation");
  expect(atMontague.out).toContain("connected with 1 server\n\ncapulet.example\n");
  expect(atMontague.out).toContain("\n  to montague.example\n");
  expect(atMontague.text).toMatch(
    /TLSv1.3, for 0 minutes; they are proven by certificate; (goes both ways; )?\d+ stanzas? received/,
  );
  expect((await runLine(montague, "status")).text).toContain("1 other server connected");
  const { outgoing } = JSON.parse((await runLine(capulet, "federation --json")).out);
  expect(outgoing).toMatchObject([{ pair: { remote: "montague.example" }, state: "connected", queued: 0 }]);
});

describe("diagnosis of a connection to another server", () => {
  test("all steps succeed: exit code 0", async () => {
    const { exit, out } = await runLine(capulet, "federation Montague.Example");
    expect(exit).toBe(0);
    const steps = out.split("\n").filter((line) => line.startsWith("ok "));
    expect(steps.map((line) => line.slice(8, 24).trim())).toEqual([
      "DNS",
      "connection",
      "TLS",
      "certificate",
      "features",
      "authentication",
    ]);
    expect(out).toEndWith("montague.example can be reached\n");
    expect(out).not.toContain("failed");
  });

  test("in French", async () => {
    const { exit, text } = await runLine(capulet, "federation montague.example --lang fr");
    expect(exit).toBe(0);
    expect(text).toContain("certificat valable");
    expect(text).toContain("montague.example est joignable");
    expect(text).not.toMatch(/offers|connected|secured|known/);
  });

  test("an unknown domain", async () => {
    const { exit, text } = await runLine(capulet, "federation nowhere.example");
    expect(exit).toBe(1);
    expect(text).toContain("failed DNS");
    expect(text).toContain("Look at the spelling of nowhere.example.");
    expect(text).toContain("nowhere.example cannot be reached");
  });

  test("a host that does not listen", async () => {
    const [port = 0] = freePorts(1);
    federation.setRecords("closed.example", { starttls: port });
    const { exit, text } = await runLine(capulet, "federation closed.example");
    expect(exit).toBe(1);
    expect(text).toContain("ok DNS");
    expect(text).toContain("failed connection");
    expect(text).toContain("Tell the administrator of closed.example.");
  });

  test("a host that accepts the connection and sends nothing", async () => {
    using silentServer = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => {} } });
    federation.setRecords("mute.example", { starttls: silentServer.port });
    const { exit, text } = await runLine(capulet, "federation mute.example");
    expect(exit).toBe(1);
    expect(text).toContain("ok connection");
    expect(text).toContain(`let this machine connect to TCP port ${silentServer.port} of others`);
  });

  test("an untrusted certificate, and one for other names", async () => {
    await federation.server("alone.example", { certificate: await federation.selfSigned("alone.example") });
    const unreachableDomain = await runLine(capulet, "federation alone.example");
    expect(unreachableDomain.exit).toBe(1);
    expect(unreachableDomain.text).toContain("ok TLS");
    expect(unreachableDomain.text).toContain("failed certificate");
    expect(unreachableDomain.text).toContain("federation.ca_file");
    expect(unreachableDomain.text).toContain("add alone.example to federation.unverified");
    await federation.server("other.example", { certificate: await federation.issue("another.example") });
    const { text } = await runLine(capulet, "federation other.example --lang fr");
    expect(text).toContain("le certificat n'est pas valable : il est fait pour d'autres noms");
  });

  test("a certificate of this server that the other server does not accept", async () => {
    const certificate = await federation.selfSigned("tybalt.example");
    const tybalt = await federation.server("tybalt.example", { certificate });
    writeFileSync(tybalt.home.config, 'domains = ["tybalt.example"]\n');
    const { exit, text } = await runLine(tybalt, "federation montague.example");
    expect(exit).toBe(1);
    expect(text).toContain("ok certificate");
    expect(text).toContain("failed authentication");
    expect(text).toMatch(/valid for others: [^ ]+.* federation tybalt.example/);
  });

  test("a denied domain, and a domain of this server", async () => {
    const denied = await runLine(capulet, "federation evil.example");
    expect(denied.exit).toBe(1);
    expect(denied.text).toContain("evil.example is excluded by our own configuration");
    const ownDomain = await runLine(capulet, "federation rooms.capulet.example");
    expect(ownDomain.exit).toBe(1);
    expect(ownDomain.text).toContain("closed: listen.server and listen.server_tls are off; certificate valid");
  });

  test("an invalid domain, and a --from of another server", async () => {
    expect(await runLine(capulet, "federation juliet@capulet.example")).toMatchObject({
      exit: 2,
      out: '"juliet@capulet.example" is no domain\n  name the part behind the @ alone, such as example.com\n',
    });
    expect((await runLine(capulet, "federation montague.example --from verona.example")).exit).toBe(2);
  });

  test("it leaves no logged error and no stream", async () => {
    expect(capulet.errors).toEqual([]);
    const { outgoing } = JSON.parse((await runLine(capulet, "federation --json")).out);
    const pairs = outgoing.map(({ pair }: { pair: { remote: string } }) => pair.remote);
    expect(pairs).toEqual(["montague.example"]);
  });
});
