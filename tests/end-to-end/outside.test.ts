/** `jabber-home dns --outside` and `--phone`: whether the world reaches a running server. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { SeenByOthers } from "../../installer/environment.ts";
import { runCommand } from "../../src/command/command-line.ts";
import { outsideForSetup } from "../../src/command/outside/for-setup.ts";
import { verbs } from "../../src/command/verbs.ts";
import { followServer } from "../../src/control/client.ts";
import type { PhoneStep } from "../../src/operations/phone-check.ts";
import type { ReachabilityReport } from "../../src/operations/sights.ts";
import { browserOf } from "../support/browser/pages.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { describeWith } from "../support/needs.ts";
import { checkPrinted } from "../support/process/printed.ts";
import type { TestServer } from "../support/server.ts";

/** Runs a command line at a server's home; wrapped lines are joined in `text`. */
async function runLine(server: TestServer, line: string, onLine: (text: string) => void = () => {}) {
  let [out, err] = ["", ""];
  const terminal = {
    out: (text: string) => {
      out += `${text}\n`;
      onLine(text);
    },
    err: (text: string) => {
      err += `${text}\n`;
    },
    ...{ isInteractive: false, isColoured: false, input: () => Buffer.alloc(0), env: {} },
  };
  const surroundings = { platform: "linux", env: {}, isRoot: false, userHome: "/", exists: () => false } as const;
  const args = [...line.split(" "), "--home", server.home.directory];
  const exit = await runCommand(args, verbs, { terminal, surroundings, defaultVerb: () => "status" });
  if (args.includes("--json")) await checkPrinted(args, out);
  if (line.startsWith("dns") && !line.includes("json"))
    expect(out.split("\n").filter((each) => each.length > 80)).toEqual([]);
  return { exit, out, err, text: out.replace(/\s+/g, " ") };
}

/** The configuration that the command reads. */
const configure = ({ home }: TestServer, domain: string): void =>
  writeFileSync(home.config, `domains = ["${domain}"]\n`);

let federation: TestFederation;
let capulet: TestServer;
let montague: TestServer;

beforeAll(async () => {
  federation = await openTestFederation();
  capulet = await federation.server("capulet.example", { settings: ["federation.deny=evil.example"] });
  montague = await federation.server("montague.example");
  configure(capulet, "capulet.example");
});
afterAll(() => federation[Symbol.asyncDispose]());

describe("5269, by another server that is asked to answer over a stream of its own", () => {
  test("nobody is asked without a yes, and it is said who would be", async () => {
    const { exit, out, err } = await runLine(capulet, "dns --outside --server montague.example");
    expect(exit).toBe(2);
    expect(out).toContain("montague.example: a ping from server to server");
    expect(err).toContain("--yes");
    expect((await runLine(montague, "federation --json")).out).not.toContain("capulet.example");
  });

  test("XEP-0199 over two streams: its address, our port, and how it was authenticated are told", async () => {
    const { exit, out } = await runLine(capulet, "dns --outside --server montague.example --yes --json");
    const { sights } = JSON.parse(out) as ReachabilityReport;
    expect(sights).toMatchObject([
      {
        ...{ by: "server", who: "montague.example", outcome: "answered", reached: "yes" },
        stream: { remoteAddress: "127.0.0.1", tls: "TLSv1.3" },
      },
    ]);
    const [sight] = sights;
    const { stream } = sight?.by === "server" ? sight : {};
    expect(Object.values(capulet.server.listening).map((address) => address.split(":").at(-1))).toContain(
      String(stream?.localPort),
    );
    expect(["external", "dialback", "certificate"]).toContain(String(stream?.proof));
    expect(exit).toBe(0);
  });

  test("the same is told as a table, and by jabber-home dns from then on", async () => {
    const { text, exit } = await runLine(capulet, "dns --outside --server montague.example --yes");
    expect(text).toContain("other servers yes montague.example, just now");
    expect(text).toContain("montague.example answered over a stream of its own, from 127.0.0.1 to port");
    expect(exit).toBe(0);
    expect((await runLine(capulet, "dns")).text).toContain("other servers yes montague.example");
  });

  test("in French as well", async () => {
    const { text } = await runLine(capulet, "dns --outside --server montague.example --yes --lang fr");
    expect(text).toContain("autres serveurs oui montague.example, à l'instant");
  });

  test("a server that cannot be asked leaves it open, and says why", async () => {
    const { text, exit } = await runLine(capulet, "dns --outside --server evil.example --yes");
    expect(text).toContain("evil.example could not be asked:");
    expect(exit).toBe(0);
  });

  test("the next one is asked where one does not know", async () => {
    const { text } = await runLine(
      capulet,
      "dns --outside --server evil.example --server montague.example --yes --lang en",
    );
    expect(text).toContain("other servers yes montague.example");
  });

  test("a domain of this server is asked nothing", async () => {
    const { exit, err } = await runLine(capulet, "dns --outside --server rooms.capulet.example --yes");
    expect(err).toContain("rooms.capulet.example is of this server");
    expect(exit).toBe(2);
  });
});

describeWith(PEBBLE)("80 and 443, by the authority's test service (pebble)", () => {
  let pebble: Pebble;
  let server: TestServer;
  /** A server for whose ports the authority looks at those of pebble's configuration. */
  const openServer = async (domain: string, http: number, https: number): Promise<TestServer> => {
    await pebble.setAddresses(domain, ["127.0.0.1"]);
    const opened = await federation.server(domain, {
      settings: [
        ...["certificate.source=self-signed", `certificate.directory=${pebble.directory}`],
        ...[`certificate.trial_directory=${pebble.directory}`, `certificate.ca_file=${pebble.rootsFile}`],
        ...[`listen.http=127.0.0.1:${http}`, `listen.https=127.0.0.1:${https}`],
        ...["addresses=127.0.0.1", "federation.enabled=false", `dns.resolvers=${pebble.dnsServer}`],
      ],
      resolver: pebble.dns,
    });
    configure(opened, domain);
    return opened;
  };
  beforeAll(async () => {
    pebble = await startPebble();
    server = await openServer("verona.example", pebble.httpPort, pebble.tlsPort);
  });
  afterAll(() => pebble?.stop());

  test("both are reached through the running server, whatever its certificate is", async () => {
    const { exit, out } = await runLine(server, "dns --outside --yes --json");
    const { sights } = JSON.parse(out) as ReachabilityReport;
    expect(sights).toMatchObject([
      { by: "authority", listener: "http", reached: "yes" },
      { by: "authority", listener: "https", reached: "yes" },
    ]);
    expect(exit).toBe(0);
  });

  test("a port that leads to another server is not reached: why, what helps, and status says so from then on", async () => {
    const other = await openServer("padua.example", 0, 0);
    expect((await runLine(other, "status")).text).not.toContain("did not get in");
    const { exit, text } = await runLine(other, "dns --outside --yes");
    expect(exit).toBe(1);
    expect(text).toContain(
      "Another web server answered 127.0.0.1 for padua.example at 127.0.0.1 port 80, not this one.",
    );
    expect(text).toContain("! 443");
    expect((await runLine(other, "status")).text).toContain("127.0.0.1 did not get in at port 443, 0 minutes ago.");
  });

  test("within five minutes the authority is not asked again: the answer has its time", async () => {
    const before = JSON.parse((await runLine(server, "dns --outside --yes --json")).out) as ReachabilityReport;
    await pebble.setAddresses("verona.example", ["127.0.0.9"]);
    const after = JSON.parse((await runLine(server, "dns --outside --yes --json")).out) as ReachabilityReport;
    expect(after.sights).toEqual(before.sights);
  });
});

describe("443, by a phone", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await federation.server("phone.example", {
      settings: [
        ...["listen.https=127.0.0.1:0", "listen.http_proxied=127.0.0.1:0", "web.address=localhost"],
        // Nobody outside of this machine is asked.
        ...["addresses=9.9.9.9", "certificate.trial_directory="],
      ],
    });
    configure(server, "phone.example");
  });

  /** Runs `dns --phone`; `opened` is called with the path of the link. */
  async function phone(opened: (path: string) => Promise<void>) {
    const steps: PhoneStep[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const ended = await runLine(server, "dns --phone --json", (text) => {
      const step = JSON.parse(text) as PhoneStep;
      steps.push(step);
      if ("link" in step) opened(new URL(step.link).pathname).then(resolve, reject);
    });
    await promise;
    return { ...ended, steps };
  }

  const report = async (path: string, from: string, socket = "open") => {
    const browser = browserOf(server, { from });
    const page = await browser.get(path);
    // The phone keeps nothing.
    expect(page.headers.getSetCookie()).toEqual([]);
    return await browser.post(path, `socket=${socket}`);
  };

  test("what it sees is told as it sees it: its address, whether it is outside, a WebSocket", async () => {
    const { steps, exit } = await phone(async (path) => {
      expect((await report(path, "9.9.9.10")).status).toBe(204);
    });
    expect(steps).toMatchObject([
      { link: expect.stringMatching(/^https:\/\/localhost\S*\/check\/[\w-]{22}$/) },
      { seen: { address: "9.9.9.10", location: "outside", reached: "yes" } },
      { seen: { address: "9.9.9.10", isWebSocketOpen: true } },
      { ended: "seen" },
    ]);
    expect(exit).toBe(0);
  });

  test("one with the address of the home is in its Wi-Fi: it is told so, and another visit waited for", async () => {
    const { steps } = await phone(async (path) => {
      const page = await browserOf(server, { from: "9.9.9.9" }).get(path);
      expect(page.html).toContain("This phone is in the Wi-Fi of the server.");
      expect((await report(path, "9.9.9.9")).status).toBe(204);
      expect((await report(path, "2606:4700::1", "failed")).status).toBe(204);
      await report(path, "9.9.9.10");
    });
    const seen = steps.flatMap((step) => ("seen" in step ? [step.seen] : []));
    expect(seen.map(({ location, isWebSocketOpen }) => [location, isWebSocketOpen])).toEqual([
      ["inside", undefined],
      ["inside", undefined],
      ["inside", true],
      ["unknown", undefined],
      ["unknown", false],
      ["outside", undefined],
      ["outside", true],
    ]);
  });

  test("the page is in the language of the browser", async () => {
    await phone(async (path) => {
      const page = await browserOf(server, { from: "9.9.9.10", language: "fr" }).get(path);
      expect(page.html).toContain("Vous venez de l&#x27;extérieur");
      await report(path, "9.9.9.10");
    });
  });

  test("a link that was never made, or has ended, is nothing: nobody is told of visits", async () => {
    let used = "";
    const { steps } = await phone(async (path) => {
      used = path;
      for (const other of [`/check/${"A".repeat(22)}`, "/check/", "/check/x", `${path}A`, path.slice(0, -1)])
        expect((await browserOf(server, { from: "9.9.9.10" }).get(other)).status).toBe(404);
      await report(path, "9.9.9.10");
    });
    expect(steps.filter((step) => "seen" in step)).toHaveLength(2);
    expect((await browserOf(server, { from: "9.9.9.10" }).get(used)).status).toBe(404);
  });

  test("whoever loads the page without end is shown thirty times", async () => {
    const { steps } = await phone(async (path) => {
      const browser = browserOf(server, { from: "9.9.9.10" });
      for (let visit = 0; visit < 100; visit++) expect((await browser.get(path)).status).toBe(200);
      await report(path, "9.9.9.10");
    });
    expect(steps.filter((step) => "seen" in step)).toHaveLength(30);
    expect(steps.at(-1)).toEqual({ ended: "seen" });
  });

  test("setup shows who can be asked, what they see, and what a phone sees", async () => {
    const { plan, look, phone: byPhone } = outsideForSetup({ home: server.home, language: "en" });
    expect(await plan()).toEqual({ witnesses: ["conversations.im"], hasPages: true });
    const seen: SeenByOthers[] = [];
    const { promise, resolve } = Promise.withResolvers<string>();
    const followed = byPhone((each) => {
      seen.push(each);
      if (each.link) resolve(new URL(each.link.url).pathname);
    }, new AbortController().signal);
    await report(await promise, "9.9.9.10");
    await followed;
    expect(seen[0]?.link?.hints.join(" ")).toContain("the phone's browser will warn");
    expect(seen.at(-1)?.lines.map(({ text }) => text)).toEqual([
      "A phone from outside (9.9.9.10, IPv4) has opened the page.",
      "Its browser has warned of the certificate, and was told to go on.",
      "It has opened a WebSocket: chat and apps in the browser work from there.",
      "That is all. The phone can close the page.",
    ]);
    // No other server is found by this one; nobody is asked whom the question has not named.
    const lines = await look();
    expect(lines.map(({ mark, text }) => `${mark}: ${text}`).join("\n")).toMatch(
      /^note: \d+ other servers {3}conversations\.im, just now$[\s\S]*conversations\.im could not be asked/m,
    );
  });

  test("the link ends where nobody waits for what it shows any more", async () => {
    const leaving = new AbortController();
    let path = "";
    await followServer(
      server.home,
      "POST /reachability/phone",
      undefined,
      (step) => {
        if ("link" in step) ({ pathname: path } = new URL(step.link));
        leaving.abort();
      },
      leaving.signal,
    );
    const browser = browserOf(server, { from: "9.9.9.10" });
    for (let tries = 0; tries < 500 && (await browser.get(path)).status !== 404; tries++) await Bun.sleep(10);
    expect((await browser.get(path)).status).toBe(404);
  });

  test("a new link ends the one before", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = phone(async () => resolve());
    await promise;
    const second = await phone(async (path) => void (await report(path, "9.9.9.10")));
    expect((await first).steps.at(-1)).toEqual({ ended: "replaced" });
    expect(second.exit).toBe(0);
  });
});
