/** A certificate from an ACME server: setup, run and a manual renewal with the compiled program. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import {
  type Authority,
  DOMAIN,
  newSite,
  openAuthority,
  PASSWORD,
  type Site,
} from "../support/certificate/acme-site.ts";
import { PEBBLE } from "../support/certificate/pebble.ts";
import { describeWith } from "../support/needs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { contentsOf } from "../support/process/home-contents.ts";
import { type EndedProgram, type RunningProgram, runJson, runProgram } from "../support/process/started.ts";

const KEPT = ["chain.pem", "key.pem", "account-key.pem"] as const;

let authority: Authority;

/** Runs `work` while the domain resolves to this address. */
async function withAddress<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
  await authority.pebble.setAddresses(DOMAIN, [address]);
  try {
    return await work();
  } finally {
    await authority.pebble.setAddresses(DOMAIN, ["127.0.0.1"]);
  }
}

describeWith([...PEBBLE, "openssl"])("with an ACME authority (pebble)", () => {
  beforeAll(async () => {
    compiledProgram();
    authority = await openAuthority();
  }, 60_000);
  afterAll(() => authority?.[Symbol.asyncDispose]());

  describe.each(["http-01", "tls-alpn-01"] as const)("%s", (challenge) => {
    let site: Site;
    let setupResult: EndedProgram;
    let server: RunningProgram;
    beforeAll(async () => {
      site = await newSite(authority);
      setupResult = await site.setup(challenge);
      server = await site.start();
    });
    afterAll(async () => {
      await server?.[Symbol.asyncDispose]();
      site?.[Symbol.dispose]();
    });

    test("setup ends with 0, and the records are lines to paste into a zone file", () => {
      expect(setupResult).toMatchObject({ exit: 0, err: "" });
      const lines = setupResult.out.split("\n").map((line) => line.replace(/ +/g, " "));
      const { client, client_tls, server, server_tls } = site.ports;
      expect(lines.filter((line) => line.includes(" IN "))).toEqual([
        `${DOMAIN}. 3600 IN A 127.0.0.1`,
        `_xmpp-client._tcp.${DOMAIN}. 3600 IN SRV 10 100 ${client} ${DOMAIN}.`,
        `_xmpps-client._tcp.${DOMAIN}. 3600 IN SRV 10 100 ${client_tls} ${DOMAIN}.`,
        `_xmpp-server._tcp.${DOMAIN}. 3600 IN SRV 10 100 ${server} ${DOMAIN}.`,
        `_xmpps-server._tcp.${DOMAIN}. 3600 IN SRV 10 100 ${server_tls} ${DOMAIN}.`,
        ...["rooms", "pubsub"].flatMap((service) => [
          `${service}.${DOMAIN}. 3600 IN CNAME ${DOMAIN}.`,
          `_xmpp-server._tcp.${service}.${DOMAIN}. 3600 IN SRV 10 100 ${server} ${DOMAIN}.`,
          `_xmpps-server._tcp.${service}.${DOMAIN}. 3600 IN SRV 10 100 ${server_tls} ${DOMAIN}.`,
        ]),
      ]);
    });

    test("the files are readable by the owner only, and the password is in none of them", () => {
      expect(statSync(site.home).mode & 0o777).toBe(0o700);
      for (const name of [...KEPT.map((file) => `certificate/${file}`), "data.sqlite"])
        expect({ name, mode: statSync(join(site.home, name)).mode & 0o777 }).toEqual({ name, mode: 0o600 });
      expect(setupResult.out).not.toContain(PASSWORD);
      const telling = contentsOf(site.home).filter(({ content }) => content.includes(PASSWORD));
      expect(telling.map(({ path }) => path)).toEqual([]);
    });

    test.each(["starttls", "direct"] as const)("the obtained certificate is served and trusted (%s)", async (tls) => {
      const certificate = await site.shownCertificate(tls);
      expect(site.certificateFile("chain.pem")).toStartWith(certificate.toString());
      expect(certificate.subjectAltName).toBe(`DNS:${DOMAIN}`);
      expect(certificate.issuer).toContain("Pebble");
      expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
    });

    test("certificate renew: new connections see the new one, sessions stay, nothing restarts", async () => {
      const former = await site.shownCertificate("direct");
      const phone = await site.logIn("starttls");
      const laptop = await site.logIn("direct");
      const renewed = await runProgram(site.command(["certificate", "renew"]));
      expect(renewed).toMatchObject({ exit: 0, err: "", out: expect.stringContaining(DOMAIN) });

      const newCertificate = await site.shownCertificate("direct");
      expect(newCertificate.serialNumber).not.toBe(former.serialNumber);
      expect((await site.shownCertificate("starttls")).serialNumber).toBe(newCertificate.serialNumber);
      expect(site.certificateFile("chain.pem")).toStartWith(newCertificate.toString());
      for (const [from, to] of [
        [phone, laptop],
        [laptop, phone],
      ] as const) {
        from.send(`<message type="chat" to="${to.jid}"><body>Still here?</body></message>`);
        expect((await to.receive(({ name }) => name === "message")).attrs.from).toBe(from.jid);
      }

      const [from, to] = [Date.parse(newCertificate.validFrom), Date.parse(newCertificate.validTo)];
      const [notBefore, notAfter, nextRenewal] = [from, to, from + ((to - from) * 2) / 3].map((at) =>
        new Date(at).toISOString(),
      );
      expect(await runJson(site.command(["status"]))).toMatchObject({
        exit: 0,
        answer: { pid: server.pid, sessions: 2, certificate: { names: [DOMAIN], notAfter, source: "acme" } },
      });
      expect(await runJson(site.command(["certificate"]))).toMatchObject({
        exit: 0,
        answer: { names: [DOMAIN], notBefore, notAfter, nextRenewal },
      });
      await Promise.all([phone.end(), laptop.end()]);
    });

    if (challenge === "tls-alpn-01") {
      test("pages are served all the time on the port that the authority visits", async () => {
        const url = `https://127.0.0.1:${authority.pebble.tlsPort}/`;
        const ask = async (): Promise<boolean> => {
          const init = { headers: { host: DOMAIN }, keepalive: false, tls: { rejectUnauthorized: false } };
          return (await fetch(url, init)).status < 500;
        };
        const former = await site.shownCertificate("https");
        let isDone = false;
        const renewing = runProgram(site.command(["certificate", "renew"])).finally(() => {
          isDone = true;
        });
        let asked = 0;
        for (; !isDone; asked += 1) expect(await ask()).toBe(true);
        expect(await renewing).toMatchObject({ exit: 0 });
        expect(asked).toBeGreaterThan(1);
        const renewed = await site.shownCertificate("https");
        expect(renewed.serialNumber).not.toBe(former.serialNumber);
        expect(site.certificateFile("chain.pem")).toStartWith(renewed.toString());
      });
    }

    test("a failed renewal prints the reason and a remedy, and the present certificate stays in use", async () => {
      const before = await site.shownCertificate("direct");
      const failed = await withAddress("127.0.0.7", () => runProgram(site.command(["certificate", "renew"])));
      const sentence = `${DOMAIN} leads to 127.0.0.7, but this machine is 127.0.0.1.`;
      expect(failed).toEqual({ exit: 1, out: expect.stringContaining(sentence), err: "" });
      expect(failed.out).toContain(`\n  - Make the A record (AAAA for IPv6) of ${DOMAIN} say 127.0.0.1.`);
      expect(await runJson(site.command(["status"]))).toMatchObject({
        answer: { running: true, certificate: { problem: "wrong-address" } },
      });
      expect((await site.shownCertificate("direct")).serialNumber).toBe(before.serialNumber);
    });

    test("a second setup keeps the certificate, the account key and the accounts, and orders nothing", async () => {
      await server[Symbol.asyncDispose]();
      const before = KEPT.map((name) => site.certificateFile(name));
      const orders = authority.proxy.orders.length;
      expect(orders).toBeGreaterThan(1);
      const secondSetup = await site.setup(challenge);
      expect(secondSetup).toMatchObject({ exit: 0, err: "", out: expect.stringMatching(/example\.test .*kept/) });
      expect(KEPT.map((name) => site.certificateFile(name))).toEqual(before);

      server = await site.start();
      expect(before[0]).toStartWith((await site.shownCertificate("direct")).toString());
      await (await site.logIn("direct")).end();
      expect(authority.proxy.orders).toHaveLength(orders);
    });
  });

  test.each([
    {
      case: "nothing listens where the authority looks",
      address: "127.0.0.1",
      settings: ["listen.http=127.0.0.1:0"],
      sentence: `found nothing listening on port 80 of ${DOMAIN} (looked at 127.0.0.1).`,
      remedy: "- Forward TCP port 80 in your router to this machine",
    },
    {
      case: "the domain leads elsewhere",
      address: "127.0.0.7",
      settings: [],
      sentence: `${DOMAIN} leads to 127.0.0.7, but this machine is 127.0.0.1.`,
      remedy: `- Make the A record (AAAA for IPv6) of ${DOMAIN} say 127.0.0.1.`,
    },
  ])("setup where $case prints the reason, and keeps the files", async ({ address, settings, sentence, remedy }) => {
    using site = await newSite(authority);
    const failed = await withAddress(address, () => site.setup("http-01", settings));
    expect(failed.exit).toBe(69);
    // Lines are wrapped to the terminal.
    const unwrapped = failed.err.replace(/\s+/g, " ");
    expect(unwrapped).toContain(sentence);
    expect(unwrapped).toContain(remedy);
    expect(failed.err).not.toMatch(/^ +at |node_modules|\.ts:/m);
    const accountKey = site.certificateFile("account-key.pem");
    expect(await site.setup("http-01")).toMatchObject({ exit: 0, err: "" });
    expect(site.certificateFile("account-key.pem")).toBe(accountKey);
  });
});
