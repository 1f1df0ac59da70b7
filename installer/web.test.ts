/** Where pages and files will be: another port where somebody else has 443, and the name in their addresses. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Destination } from "../src/certificate/names.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import type { PortState } from "./port.ts";
import { settingsFile } from "./settings.ts";
import { contextFor, FACTS, fakeEnvironment, scriptedPerson, WAIT } from "./testing.ts";
import { webAddressFor } from "./web-address.ts";
import { certificate } from "./wizard/certificate.ts";
import { done } from "./wizard/done.ts";
import { ports } from "./wizard/ports.ts";
import { router } from "./wizard/router.ts";
import { web } from "./wizard/web.ts";

const ANSWERS: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "tintin.example.com",
  addresses: ["192.0.2.12"],
};
const messages = setupMessages.en.ports;
const NGINX: PortState = { kind: "taken", holder: { name: "nginx", pid: 812 } };

const withPorts = (states: Readonly<Record<number, PortState>>) =>
  fakeEnvironment({ portState: async ({ port }) => states[port] ?? { kind: "free" } });

/** What the step decides, with what the person reads. */
async function portsFor(states: Readonly<Record<number, PortState>>, answers = ANSWERS, ...keys: string[]) {
  const somebody = scriptedPerson(...keys);
  const found = await ports.run(contextFor(somebody, withPorts(states), answers));
  return { found, seen: somebody.seen };
}

describe("port 443 is somebody else's", () => {
  test("pages and files take 5443: who has it is said, what that means, and how to have it after all", async () => {
    const { found, seen } = await portsFor({ 443: NGINX }, ANSWERS, "");
    expect(found).toEqual({ unavailable: [], configChanges: { "listen.https": "[::]:5443" } });
    expect(seen).toContain("right: 5222 5223 5269 80 7777 3478 5349 5443   free");
    expect(seen).toContain("note: 443   in use by nginx (pid 812)");
    expect(seen).toContain(`plain:   ${messages.instead(5443)}`);
    expect(seen).toContain(`plain:   ${messages.freeIt(443, "nginx")}`);
    expect(seen).toContain(`plain:   ${messages.orHandOn("nginx")}`);
    const vpn = await portsFor({ 443: { kind: "taken", holder: { name: "openvpn", pid: 1 } } }, ANSWERS, "");
    expect(vpn.seen.join("\n")).not.toContain("docs/web.md");
  });

  test("the next port where 5443 is taken as well, by another home of this machine", async () => {
    const home = { kind: "taken", holder: { name: "jabber-home", pid: 8, home: "/srv/jabber" } } as const;
    const { found, seen } = await portsFor({ 443: home, 5443: home }, ANSWERS, "");
    expect(found.configChanges).toEqual({ "listen.https": "[::]:5444" });
    expect(seen).toContain("note: 443   in use by the server of /srv/jabber (pid 8)");
  });

  test("the next port where another listener of config.toml has 5443", async () => {
    const here = withPorts({ 443: NGINX });
    const listeners: Environment["listeners"] = (changes) => {
      if (changes?.["listen.https"] === "[::]:5443") throw new Error("listen.client_tls has this port already");
      return { ...here.listeners(changes), client_tls: "127.0.0.1:5443" };
    };
    const found = await ports.run(contextFor(scriptedPerson(""), { ...here, listeners }, ANSWERS));
    expect(found.configChanges).toEqual({ "listen.https": "[::]:5444" });
  });

  test("without the right to low ports it is 5443, too", async () => {
    const { found, seen } = await portsFor({ 443: { kind: "denied" }, 80: { kind: "denied" } }, ANSWERS, "");
    expect(found).toEqual({ unavailable: ["http"], configChanges: { "listen.https": "[::]:5443" } });
    expect(seen).toContain(`plain:   ${messages.withoutHttp}`);
  });

  test("a script takes it as well, and says so", async () => {
    const said: string[] = [];
    const prompts = flagPrompts((line) => said.push(line));
    const found = await ports.run({ ...contextFor(scriptedPerson(), withPorts({ 443: NGINX }), ANSWERS), prompts });
    expect(found.configChanges).toEqual({ "listen.https": "[::]:5443" });
    expect(said.join("\n")).toContain("note     443   in use by nginx (pid 812)");
    expect(said.join(" ")).toContain("take port 5443 instead");
  });

  test("it is looked at again when the step comes again, and kept once config.toml says so", async () => {
    const before = { ...ANSWERS, configChanges: { "listen.https": "[::]:5443" } };
    expect((await portsFor({}, before)).found.configChanges).toEqual({ "listen.https": "[::]:443" });
    expect((await portsFor({ 443: NGINX }, before, "")).found.configChanges).toEqual({ "listen.https": "[::]:5443" });
    let looked: number[] = [];
    const second = fakeEnvironment({
      listeners: () => ({ ...fakeEnvironment().listeners({}), https: "[::]:5443" }),
      portState: async ({ port }) => {
        looked = [...looked, port];
        return port === 5443 ? { kind: "own" } : { kind: "free" };
      },
    });
    expect(await ports.run(contextFor(scriptedPerson(), second, ANSWERS))).toEqual({ unavailable: [] });
    expect(looked).not.toContain(443);
  });

  test("it is 443 where that is set free while the person looks", async () => {
    let looks = 0;
    const here = fakeEnvironment({
      portState: async ({ port }) => (port === 443 && ++looks < 3 ? NGINX : { kind: "free" }),
    });
    expect(await ports.run(contextFor(scriptedPerson(WAIT, WAIT), here, ANSWERS))).toEqual({ unavailable: [] });
  });

  test("what --set says is not changed: there are no pages then, and messages go without", async () => {
    const here = withPorts({ 443: NGINX });
    const fixed = { ...here, listeners: () => here.listeners({}) };
    const somebody = scriptedPerson("");
    expect(await ports.run(contextFor(somebody, fixed, ANSWERS))).toEqual({ unavailable: ["https"] });
    expect(somebody.seen).toContain(`plain:   ${messages.withoutHttps}`);
  });

  test("the router has to forward that port, and not the one for a web server in front", async () => {
    const here = withPorts({ 443: NGINX });
    const listeners: Environment["listeners"] = (changes) => ({
      ...here.listeners(changes),
      http_proxied: "192.168.1.20:5280",
    });
    const { found } = await portsFor({ 443: NGINX }, ANSWERS, "");
    const behind = scriptedPerson("");
    await router.run(contextFor(behind, { ...here, listeners, ownAddresses: () => [] }, { ...ANSWERS, ...found }));
    expect(behind.seen).toContain("plain:   TCP 80, 3478, 5222, 5223, 5269, 5349, 5443, 7777");
  });

  test("RFC 8737 §3: the domain is not proven by another port", async () => {
    const answers = { ...ANSWERS, unavailable: ["http"], configChanges: { "listen.https": "[::]:5443" } };
    const run = certificate.run(contextFor(scriptedPerson("tls-alpn-01"), fakeEnvironment(), answers));
    await expect(run).rejects.toThrow("tls-alpn-01 is not offered: dns-01 files self-signed");
  });
});

describe("the name of pages and files", () => {
  const place = { domain: "example.com", host: "tintin.example.com", isDomainHere: false, https: "[::]:443" };

  test("the domain itself where its name leads here, with the port of listen.https: nothing is to be set", () => {
    expect(webAddressFor({ ...place, isDomainHere: true })).toBe("");
    expect(webAddressFor({ ...place, isDomainHere: true, https: "[::]:5443" })).toBe("");
    expect(webAddressFor({ ...place, host: "example.com" })).toBe("");
    expect(webAddressFor({ ...place, domain: "localhost", host: "localhost", https: "127.0.0.1:5443" })).toBe("");
  });

  test("else the machine's, with the port where that is not 443", () => {
    expect(webAddressFor(place)).toBe("tintin.example.com");
    expect(webAddressFor({ ...place, https: "[::]:5443" })).toBe("tintin.example.com:5443");
    expect(webAddressFor({ ...place, https: "off" })).toBe("tintin.example.com");
  });

  const leadingTo = (kind: Destination["kind"]) =>
    fakeEnvironment({
      certificate: {
        ...fakeEnvironment().certificate,
        destination: async () => ({ kind, addresses: [], foreign: [], reason: "failed" }) as Destination,
      },
    });

  test("DNS is asked where the domain leads, unless the machine has its name, or a script has said its name", async () => {
    const found = (kind: Destination["kind"], answers = ANSWERS) =>
      web.run(contextFor(scriptedPerson(), leadingTo(kind), answers));
    expect(await found("here")).toEqual({ webAddress: "" });
    expect(await found("elsewhere")).toEqual({ webAddress: "tintin.example.com" });
    expect(await found("unknown")).toEqual({ webAddress: "tintin.example.com" });
    const other = { ...ANSWERS, configChanges: { "listen.https": "[::]:5443" } };
    expect(await found("nowhere", other)).toEqual({ webAddress: "tintin.example.com:5443" });
    const script = { ...contextFor(scriptedPerson(), leadingTo("here"), ANSWERS), prompts: flagPrompts(() => {}) };
    expect(await web.run(script)).toEqual({ webAddress: "tintin.example.com" });
  });

  const WRITTEN: Answers = { ...ANSWERS, addresses: ["9.9.9.9"] };
  const folder = mkdtempSync(join(tmpdir(), "web-address-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  const newPath = (): string => join(folder, `${count++}.toml`);
  const addressIn = (path: string): string => settingsFile(path, [], []).configFor({}).web.address;

  test("it is written to config.toml, changed by the next setup, and taken back where the default is right again", () => {
    const path = newPath();
    const write = (answers: Answers): void => settingsFile(path, [], []).write({ ...WRITTEN, ...answers });
    write({ webAddress: "tintin.example.com:5443", configChanges: { "listen.https": "[::]:5443" } });
    expect(addressIn(path)).toBe("tintin.example.com:5443");
    expect(settingsFile(path, [], []).configFor({}).listen.https).toBe("[::]:5443");
    write({ webAddress: "tintin.example.com" });
    expect(addressIn(path)).toBe("tintin.example.com");
    write({ webAddress: "" });
    expect(addressIn(path)).toBe("");
  });

  test("one that a person has chosen stays", () => {
    const path = newPath();
    settingsFile(path, [], ["web.address=files.example.com:8443"]).write({ ...WRITTEN, webAddress: "" });
    settingsFile(path, [], []).write({ ...WRITTEN, webAddress: "tintin.example.com" });
    expect(addressIn(path)).toBe("files.example.com:8443");
  });

  test("the last screen names it, unless its port cannot be had", async () => {
    const last = async (changes: Answers): Promise<string> => {
      const somebody = scriptedPerson();
      const answers: Answers = { ...ANSWERS, admin: "alice", startMode: "later", ...changes };
      await done.run(contextFor(somebody, fakeEnvironment(), answers));
      return somebody.seen.join("\n");
    };
    expect(await last({ webAddress: "tintin.example.com:5443" })).toContain("https://tintin.example.com:5443   pages");
    expect(await last({ unavailable: ["https"] })).not.toContain("https://");
  });

  test("XEP-0156: where the domain's web site is another one, the last screen says that it needs two files", async () => {
    const last = async (webAddress: string, unavailable: readonly string[] = []): Promise<boolean> => {
      const somebody = scriptedPerson();
      const answers: Answers = { ...ANSWERS, admin: "alice", startMode: "later", webAddress, unavailable };
      await done.run(contextFor(somebody, fakeEnvironment(), answers));
      return somebody.seen.join("\n").includes("jabber-home dns   two files for your web site");
    };
    expect([await last("tintin.example.com"), await last("example.com:5443")]).toEqual([true, true]);
    expect([await last(""), await last("tintin.example.com", ["https"])]).toEqual([false, false]);
  });
});

test("files: a certificate that is not for the name of pages and files is taken by Enter, and said to be so", async () => {
  const finding = { reason: "web-missing", values: { name: "tintin.example.com" }, remedies: [] } as const;
  const check = () => ({ facts: FACTS, findings: [finding] });
  const here = fakeEnvironment({ certificate: { ...fakeEnvironment().certificate, check } });
  const somebody = scriptedPerson("files", "/a.pem", "/b.pem", "");
  expect(await certificate.run(contextFor(somebody, here, ANSWERS))).toMatchObject({ source: "files" });
  expect(somebody.seen.join(" ")).toContain("note: It is not for tintin.example.com, where pages and files are");
});
