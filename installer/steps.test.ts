/** Steps one by one: what they decide, and what the person reads. */
import { expect, test } from "bun:test";
import { CertificateError } from "../src/certificate/certificate-error.ts";
import type { SeenTxtRecord } from "../src/certificate/challenges/txt-record.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import type { PortState } from "./port.ts";
import { GoTo, SetupError } from "./step.ts";
import { contextFor, FACTS, fakeEnvironment, scriptedPerson, WAIT } from "./testing.ts";
import { account } from "./wizard/account.ts";
import { certificate } from "./wizard/certificate.ts";
import { configuration } from "./wizard/configuration.ts";
import { domain } from "./wizard/domain.ts";
import { host, suggestedHost } from "./wizard/host.ts";
import { ports } from "./wizard/ports.ts";
import { router } from "./wizard/router.ts";
import { service } from "./wizard/service.ts";

const ANSWERS: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "tintin.example.com",
  addresses: ["192.0.2.12"],
};
const messages = setupMessages.en;

test("domain: an internationalised one is shown in both forms; an invalid one is refused", async () => {
  const somebody = scriptedPerson("com", "nas.local", "https://Bücher.example/");
  expect(await domain.run(contextFor(somebody, fakeEnvironment()))).toMatchObject({
    domain: "bücher.example",
    host: "",
  });
  expect(somebody.seen).toContain(messages.domain.malformed);
  expect(somebody.seen).toContain(messages.domain.private("nas.local"));
  expect(somebody.seen).toContain("plain: In DNS it is written  xn--bcher-kva.example");
});

test("domain: what stands before the @ is the account's name; what cannot stand there is refused", async () => {
  const somebody = scriptedPerson("a b@example.com", "xmpp:Marie@Example.com");
  const all = await domain.run(contextFor(somebody, fakeEnvironment()));
  expect(all).toMatchObject({ purpose: "internet", domain: "example.com", admin: "marie" });
  expect(somebody.seen).toContain(messages.account.malformed);
  const before = { domain: "example.com", admin: "marie" };
  expect(await domain.run(contextFor(scriptedPerson("example.com"), fakeEnvironment(), before))).toMatchObject({
    admin: "",
  });
});

test("host: a domain whose web site is elsewhere needs a machine with a name of its own", () => {
  const suggested = (addresses: readonly string[], name = "Tintin.lan"): string =>
    suggestedHost("example.com", addresses, ["192.0.2.12"], name);
  expect(suggested([])).toBe("example.com");
  expect(suggested(["192.0.2.12"])).toBe("example.com");
  expect(suggested(["198.51.100.7"])).toBe("tintin.example.com");
  expect(suggested(["198.51.100.7"], "localhost")).toBe("jabber.example.com");
  expect(suggested(["198.51.100.7"], "my_box")).toBe("jabber.example.com");
});

test("host: the echo service is asked for the address only where the person wants it", async () => {
  let asked = 0;
  const here = fakeEnvironment({
    ownAddresses: () => [],
    askEchoService: async () => (++asked > 1 ? "149.112.112.112" : undefined),
  });
  const before = { domain: "example.com" };
  expect(await host.run(contextFor(scriptedPerson("none"), here, before))).toEqual({
    host: "example.com",
    addresses: [],
  });
  expect(asked).toBe(0);
  const typed = await host.run(
    contextFor(scriptedPerson("service", "2001:db8::1", "100.64.3.4", "type", "9.9.9.9"), here, before),
  );
  expect(typed.addresses).toEqual(["9.9.9.9"]);
  expect((await host.run(contextFor(scriptedPerson(""), here, before))).addresses).toEqual(["149.112.112.112"]);
  expect(asked).toBe(2);
});

test("host: a router's address that is known is kept, or corrected; the machine's own need no question", async () => {
  const behind = fakeEnvironment({ ownAddresses: () => ["2001:db8::12"] });
  const before = { domain: "example.com", host: "example.com", addresses: ["9.9.9.9"] };
  const played = async (...typed: string[]) =>
    (await host.run(contextFor(scriptedPerson(...typed), behind, before))).addresses;
  expect(await played("")).toEqual(["9.9.9.9", "2001:db8::12"]);
  expect(await played("type", "9.9.9.10")).toEqual(["9.9.9.10", "2001:db8::12"]);
  expect(await played("none")).toEqual(["2001:db8::12"]);
  expect((await host.run(contextFor(scriptedPerson(), fakeEnvironment(), before))).addresses).toEqual([
    "9.9.9.9",
    "192.0.2.12",
  ]);
});

test("configuration: only addresses that the machine cannot find out by itself are written", async () => {
  let written: Answers = {};
  const here = fakeEnvironment({
    ownAddresses: () => ["2001:db8::12"],
    writeConfig: (answers) => {
      written = answers;
    },
  });
  await configuration.run(contextFor(scriptedPerson(), here, { ...ANSWERS, addresses: ["192.0.2.9", "2001:db8::12"] }));
  expect(written.addresses).toEqual(["192.0.2.9"]);
});

test("configuration: a server that runs for another domain has to be stopped first", async () => {
  let asked = 0;
  const here = fakeEnvironment({ runningDomains: async () => (++asked < 3 ? ["localhost"] : undefined) });
  const somebody = scriptedPerson("", WAIT);
  await configuration.run(contextFor(somebody, here, ANSWERS));
  const runs = [`wrong: ${messages.otherServerRuns("localhost")}`, "? watch"];
  expect(somebody.seen).toEqual([...runs, ...runs, `right: ${messages.otherServerStopped}`]);
  const unattended = {
    ...contextFor(scriptedPerson(), fakeEnvironment({ runningDomains: async () => ["localhost"] }), ANSWERS),
    prompts: flagPrompts(() => {}),
  };
  await expect(configuration.run(unattended)).rejects.toEqual(
    new SetupError(messages.otherServerRuns("localhost"), 75),
  );
});

test("service: a server that runs already is not started twice", async () => {
  const here = fakeEnvironment({ runningDomains: async () => ["example.com"] });
  expect(await service.run(contextFor(scriptedPerson(), here, ANSWERS))).toEqual({ startMode: "already" });
  const machine = { ...fakeEnvironment().machine, isAdministrator: true, hasSystemd: true };
  const managed = { ...here, machine, executable: "/usr/bin/jabber-home" };
  expect(await service.run(contextFor(scriptedPerson("already"), managed, ANSWERS))).toEqual({ startMode: "already" });
});

const withPorts = (states: Readonly<Record<number, PortState>>) =>
  fakeEnvironment({ portState: async ({ port }) => states[port] ?? { kind: "free" } });

test("ports: who holds one is named; without a web port the server goes on, and does not try to have it", async () => {
  const here = withPorts({ 80: { kind: "taken", holder: { name: "nginx", pid: 812 } } });
  const somebody = scriptedPerson("");
  expect(await ports.run(contextFor(somebody, here, ANSWERS))).toEqual({ unavailable: ["http"] });
  expect(somebody.seen).toContain("right: 5222 5223 5269 443 7777 3478 5349   free");
  expect(somebody.seen).toContain("wrong: 80   in use by nginx (pid 812)");
});

test("ports: one that is set free meanwhile is seen, without a question", async () => {
  let looks = 0;
  const here = fakeEnvironment({
    portState: async ({ port }) =>
      port === 80 && ++looks < 3 ? { kind: "taken", holder: undefined } : { kind: "free" },
  });
  const somebody = scriptedPerson(WAIT, WAIT);
  expect(await ports.run(contextFor(somebody, here, ANSWERS))).toEqual({ unavailable: [] });
  expect(somebody.seen).toContain("right: 5222 5223 5269 80 443 7777 3478 5349   free");
});

test("ports: without the proxy's the server goes on, too, and the router need not forward it", async () => {
  const here = withPorts({ 7777: { kind: "taken", holder: undefined } });
  const somebody = scriptedPerson("");
  const found = await ports.run(contextFor(somebody, here, ANSWERS));
  expect(found).toEqual({ unavailable: ["proxy"] });
  expect(somebody.seen).toContain("wrong: 7777   in use");
  expect(somebody.seen).toContain(`plain:   ${messages.ports.withoutProxy[0]}`);
  expect(somebody.seen).not.toContain(`plain:   ${messages.ports.needed[0]}`);
  const behind = scriptedPerson("hand", "");
  await router.run(contextFor(behind, fakeEnvironment({ ownAddresses: () => [] }), { ...ANSWERS, ...found }));
  expect(behind.seen).toContain("plain:   TCP 80, 443, 3478, 5222, 5223, 5269, 5349");
});

test("router: the ports of calls are in the list, over UDP as well; without them the server goes on", async () => {
  const behind = scriptedPerson("hand", "");
  await router.run(contextFor(behind, fakeEnvironment({ ownAddresses: () => [] }), ANSWERS));
  expect(behind.seen).toContain("plain:   TCP 80, 443, 3478, 5222, 5223, 5269, 5349, 7777");
  expect(behind.seen).toContain("plain:   UDP 3478, 49152-49215");
  const somebody = scriptedPerson("");
  const here = withPorts({ 3478: { kind: "taken", holder: { name: "turnserver", pid: 12 } } });
  expect(await ports.run(contextFor(somebody, here, ANSWERS))).toEqual({ unavailable: ["turn"] });
  expect(somebody.seen).toContain("wrong: 3478   in use by turnserver (pid 12)");
  expect(somebody.seen).toContain("wrong: UDP 3478   in use by turnserver (pid 12)");
  expect(somebody.seen).toContain(`plain:   ${messages.ports.withoutCalls[0]}`);
});

test("ports: those of UDP are named so; of the range for calls one free port is enough", async () => {
  const here = fakeEnvironment({
    portState: async ({ port, transport }) =>
      transport === "udp" && port < 49_160 && port !== 3478 ? { kind: "taken", holder: undefined } : { kind: "free" },
  });
  const somebody = scriptedPerson("");
  expect(await ports.run(contextFor(somebody, here, ANSWERS))).toEqual({ unavailable: [] });
  expect(somebody.seen).toContain("right: UDP 3478 49152-49215   free");
});

test("ports: low ones that are not permitted come with their remedies; those of our own server are said to be its own", async () => {
  const here = withPorts({
    80: { kind: "denied" },
    443: { kind: "denied" },
    5222: { kind: "own" },
  });
  const somebody = scriptedPerson("on");
  await ports.run(contextFor(somebody, here, ANSWERS));
  expect(somebody.seen).toContain("plain:   - sudo sysctl net.ipv4.ip_unprivileged_port_start=80");
  expect(somebody.seen).toContain("right: 5222   used by this server");
  expect(somebody.seen).toContain("right: 5223 5269 7777 3478 5349 5443   free");
  expect(somebody.seen).toContain("wrong: 80 443   not permitted: low ports belong to the administrator");
});

test("router: the ports that others have to reach, at the address of this machine", async () => {
  const behind = scriptedPerson("hand", "");
  await router.run(contextFor(behind, fakeEnvironment({ ownAddresses: () => [] }), ANSWERS));
  expect(behind.seen).toContain("plain:   TCP 80, 443, 3478, 5222, 5223, 5269, 5349, 7777");
  expect(behind.seen).toContain("plain: Forward these ports to 192.168.1.20:");
  await router.run(contextFor(scriptedPerson(), fakeEnvironment(), ANSWERS));
});

const routed = (report: Partial<Awaited<ReturnType<Environment["gateway"]["open"]>>>, decided?: boolean): Environment =>
  fakeEnvironment({
    ownAddresses: () => [],
    gateway: {
      decided,
      open: async (ports) => ({
        ...{ state: "found", protocol: "pcp", router: "192.168.1.1", pinholes: [] },
        ports,
        ...report,
      }),
    },
  });

test("router: where it opens all ports, that is shown, and nothing is left to do", async () => {
  const somebody = scriptedPerson("");
  const here = routed({ external: "192.0.2.12" });
  expect(await router.run(contextFor(somebody, here, ANSWERS))).toEqual({ opensPorts: true });
  expect(somebody.seen).toContain(
    "right: The router (192.168.1.1, PCP) leads TCP 80, 443, 3478, 5222, 5223, 5269, 5349, 7777, UDP 3478, 49152-49215 to here, from 192.0.2.12.",
  );
  expect(somebody.seen).not.toContain("plain: Forward these ports to 192.168.1.20:");
});

test("router: what it refuses is listed to forward by hand, and nothing else", async () => {
  const somebody = scriptedPerson("ask", "");
  const ports = [
    { transport: "tcp", port: 80, problem: "refused" },
    ...[443, 3478, 5222, 5223, 5269, 5349, 7777].map((port) => ({ transport: "tcp", port }) as const),
    ...[3478, ...Array.from({ length: 64 }, (_, index) => 49_152 + index)].map(
      (port) => ({ transport: "udp", port }) as const,
    ),
  ] as const;
  await router.run(contextFor(somebody, routed({ ports }), ANSWERS));
  expect(somebody.seen).toContain(
    "wrong: The router does not open TCP 80: it refuses, or has use for the port itself.",
  );
  expect(somebody.seen.slice(somebody.seen.indexOf("plain: Forward these ports to 192.168.1.20:"))).toContain(
    "plain:   TCP 80",
  );
});

test("router: what a slow one was not asked for is left to the server, not to the person", async () => {
  const somebody = scriptedPerson("");
  const ports = [80, 443, 3478, 5222, 5223, 5269].map((port) => ({ transport: "tcp", port }) as const);
  await router.run(contextFor(somebody, routed({ ports }), ANSWERS));
  expect(somebody.seen.join("\n")).toContain(
    "the server asks it for TCP 5349, 7777, UDP 3478, 49152-49215 when it starts.",
  );
  expect(somebody.seen.join("\n")).not.toContain("Forward these ports");
});

test("router: where it refuses, the way to its page is shown, or those of the usual ones where it is not known", async () => {
  const ports = [{ transport: "tcp", port: 80, problem: "refused" }] as const;
  const known = scriptedPerson("ask", "");
  await router.run(contextFor(known, routed({ ports, maker: "bbox" }), ANSWERS));
  expect(known.seen).toContain("plain: Bbox (https://mabbox.bytel.fr): Services de la box, NAT/PAT.");
  const unknown = scriptedPerson("ask", "");
  const none = { state: "absent", ports: [], pinholes: [] } as const;
  await router.run(contextFor(unknown, routed(none), ANSWERS));
  expect(unknown.seen.join("\n")).toContain("(http://192.168.1.1)");
  expect(unknown.seen.join("\n")).toContain("Fritz!Box: Internet, Permit Access.");
  expect(unknown.seen).toContain("plain:   UDP 3478, 49152-49215");
});

test("router: an address of a provider's NAT, and another router before it, are said", async () => {
  const shared = scriptedPerson("");
  await router.run(contextFor(shared, routed({ external: "100.64.3.4", obstacle: "shared" }), ANSWERS));
  expect(shared.seen.join(" ")).toContain("(CGNAT, 100.64.3.4)");
  // Nothing that is forwarded would be reached.
  expect(shared.seen.join(" ")).not.toContain("Forward these ports");
  const twice = scriptedPerson("");
  await router.run(contextFor(twice, routed({ external: "192.168.0.2", obstacle: "double-nat" }), ANSWERS));
  expect(twice.seen.join(" ")).toContain("Forward the same ports in the outer router to 192.168.0.2");
});

test("router: --set gateway.enabled answers the question, and a script that says nothing has nothing opened", async () => {
  const nobody = scriptedPerson();
  expect(await router.run(contextFor(nobody, routed({}, true), ANSWERS))).toEqual({ opensPorts: true });
  const refusing = scriptedPerson("");
  expect(await router.run(contextFor(refusing, routed({}, false), ANSWERS))).toEqual({ opensPorts: false });
  expect(refusing.seen).toContain("plain: Forward these ports to 192.168.1.20:");
  const lines: string[] = [];
  const script = { ...contextFor(nobody, routed({}), ANSWERS), prompts: flagPrompts((line) => lines.push(line)) };
  expect(await router.run(script)).toEqual({ opensPorts: false });
  expect(lines.join("\n")).toContain("Forward these ports to 192.168.1.20:");
});

const withCertificate = (changes: Partial<ReturnType<typeof fakeEnvironment>["certificate"]>) =>
  fakeEnvironment({ certificate: { ...fakeEnvironment().certificate, ...changes } });

test("certificate: a trial run first; the real one only when it has passed", async () => {
  const done: string[] = [];
  const here = withCertificate({
    trial: async ({ challenge }) => void done.push(`trial ${challenge}`),
    obtain: async ({ challenge }) => {
      done.push(`real ${challenge}`);
      return FACTS;
    },
  });
  expect(await certificate.run(contextFor(scriptedPerson(""), here, ANSWERS))).toEqual({
    source: "acme",
    challenge: "http-01",
  });
  expect(done).toEqual(["trial http-01", "real http-01"]);
});

test("certificate: where the public address is unknown, the simplest method is tried", async () => {
  const here = withCertificate({
    destination: async () => ({ kind: "elsewhere", addresses: ["198.51.100.7"], foreign: ["198.51.100.7"] }),
  });
  const somebody = scriptedPerson("");
  const played = certificate.run(contextFor(somebody, here, { ...ANSWERS, addresses: [] }));
  expect(await played).toEqual({ source: "acme", challenge: "http-01" });
  expect(somebody.seen).toContain("note: Whether example.com leads here cannot be told from here.");
});

test("certificate: a failure is shown with its remedies and the attempts left, and Enter tries again", async () => {
  const problem = {
    reason: "nothing-listens",
    values: { ca: "Let's Encrypt", port: 80, name: "example.com", addresses: ["192.0.2.12"] },
    remedies: [
      { key: "forward-port", values: { port: 80 } },
      { key: "use-dns-01", values: {} },
    ],
  } as const;
  const tried: string[] = [];
  const here = withCertificate({
    trial: async ({ challenge }) => {
      tried.push(challenge);
      throw new CertificateError(problem);
    },
  });
  const somebody = scriptedPerson("tls-alpn-01", "", "dns-01");
  expect(await certificate.run(contextFor(somebody, here, ANSWERS))).toEqual({ source: "acme", challenge: "dns-01" });
  expect(tried).toEqual(["tls-alpn-01", "tls-alpn-01"]);
  const text = somebody.seen.join(" ").replace(/\s*plain:\s*/g, " ");
  expect(text).toContain(
    "wrong: Let's Encrypt found nothing listening on port 80 of example.com (looked at 192.0.2.12).",
  );
  expect(text).toContain("- Forward TCP port 80 in your router to this machine");
  expect(text).toContain("4 tries left this hour.");

  const unattended = {
    ...contextFor(scriptedPerson(), here, { ...ANSWERS, source: "acme" }),
    prompts: flagPrompts(() => {}),
  };
  await expect(certificate.run(unattended)).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringContaining("found nothing listening"),
  });
  await expect(certificate.run(unattended)).rejects.toBeInstanceOf(SetupError);
});

test("certificate: a domain that leads elsewhere is seen before anything is tried, with the ways that can work", async () => {
  const destination = async () =>
    ({ kind: "elsewhere", addresses: ["198.51.100.7"], foreign: ["198.51.100.7"] }) as const;
  const somebody = scriptedPerson("subdomain");
  const moved = certificate.run(contextFor(somebody, withCertificate({ destination }), ANSWERS));
  await expect(moved).rejects.toEqual(new GoTo("domain", { domain: "chat.example.com", host: "" }));
  expect(somebody.seen.join(" ")).toContain("example.com leads to 198.51.100.7, this machine is 192.0.2.12.");

  let looks = 0;
  const isRedirectedTo = async (): Promise<boolean> => ++looks === 2;
  const redirected = scriptedPerson("redirect", WAIT, WAIT);
  const here = withCertificate({ destination, isRedirectedTo });
  expect(await certificate.run(contextFor(redirected, here, ANSWERS))).toMatchObject({ challenge: "http-01" });
  expect(redirected.seen.join("\n")).toContain("tintin.example.com$request_uri");
});

test("certificate: where the web site is elsewhere, Enter takes what renews itself; by hand says until when", async () => {
  const destination = async () =>
    ({ kind: "elsewhere", addresses: ["198.51.100.7"], foreign: ["198.51.100.7"] }) as const;
  const tried: string[] = [];
  const here = (persists: boolean) =>
    withCertificate({
      destination,
      supportsDnsPersist: async () => persists,
      trial: async ({ challenge }) => void tried.push(challenge),
    });
  expect(await certificate.run(contextFor(scriptedPerson(""), here(true), ANSWERS))).toMatchObject({
    challenge: "dns-persist-01",
  });
  expect(await certificate.run(contextFor(scriptedPerson("", ""), here(false), ANSWERS))).toMatchObject({
    challenge: "http-01",
  });
  // The test service has an account of its own: its lasting record would be a second one to set.
  expect(tried).toEqual(["http-01"]);
  const byHand = scriptedPerson("dns-01");
  await certificate.run(contextFor(byHand, here(false), ANSWERS));
  expect(byHand.seen.join("\n")).toContain("By hand again before January 1, 2030: jabber-home certificate renew");

  const byApi = scriptedPerson("dns-01");
  const without = here(false);
  const withApi = { ...without, certificate: { ...without.certificate, hasDnsApi: () => true } };
  await certificate.run(contextFor(byApi, withApi, ANSWERS));
  expect(byApi.seen.join("\n")).not.toContain("By hand again");
});

test("certificate: an earlier way that cannot work is not what Enter takes; a script never takes another domain", async () => {
  const destination = async () =>
    ({ kind: "elsewhere", addresses: ["198.51.100.7"], foreign: ["198.51.100.7"] }) as const;
  const here = withCertificate({ destination, supportsDnsPersist: async () => true });
  const before: Answers = { ...ANSWERS, host: "example.com", source: "acme", challenge: "http-01" };
  expect(await certificate.run(contextFor(scriptedPerson(""), here, before))).toMatchObject({
    challenge: "dns-persist-01",
  });
  const { challenge: _, ...undecided } = before;
  for (const answers of [before, undecided]) {
    const script = { ...contextFor(scriptedPerson(), here, answers), prompts: flagPrompts(() => {}) };
    expect(await certificate.run(script)).toEqual({ source: "acme", challenge: "http-01" });
  }
});

test("certificate: a TXT record is watched until it is there; a mistake is named, and there is another way", async () => {
  const record = { record: "_acme-challenge.example.com", value: "v", name: "example.com", found: [] } as const;
  const states: SeenTxtRecord[] = [
    { ...record, state: "missing", mistake: "domain-twice" },
    { ...record, state: "right", found: ["v"] },
  ];
  const chosen: string[] = [];
  const here = withCertificate({
    obtain: async ({ confirm }) => {
      const left = [...states];
      chosen.push((await confirm?.([{ ...record, state: "unseen" }], async () => left.splice(0, 1))) ?? "");
      return FACTS;
    },
  });
  const patient = scriptedPerson("dns-01", WAIT, WAIT);
  await certificate.run(contextFor(patient, here, ANSWERS));
  for (const key of ["", "o"]) await certificate.run(contextFor(scriptedPerson("dns-01", key), here, ANSWERS));
  expect(chosen).toEqual(["look", "ask", "cancel"]);
  expect(patient.seen.join("\n")).toContain("Enter only _acme-challenge as its name");
});

test("certificate: dns-persist-01 is offered where the authority supports it, or where a flag said so", async () => {
  const chosen = (here: Environment, answers = ANSWERS) =>
    certificate
      .run(contextFor(scriptedPerson("dns-persist-01"), here, answers))
      .catch((error: unknown) => String(error));
  const found: Answers = { source: "acme", challenge: "dns-persist-01" };
  expect(await chosen(withCertificate({ supportsDnsPersist: async () => true }))).toEqual(found);
  expect(await chosen(withCertificate({}))).toContain("is not offered");
  expect(await chosen(withCertificate({}), { ...ANSWERS, challenge: "dns-persist-01" })).toEqual(found);
});

test("certificate: a valid one is kept without a question; a self-signed one is not kept", async () => {
  const here = withCertificate({ existing: () => FACTS });
  expect(await certificate.run(contextFor(scriptedPerson(), here, ANSWERS))).toEqual({ source: "acme" });
  const files = { ...ANSWERS, source: "files", chainFile: "/a.pem", keyFile: "/b.pem" } as const;
  expect(await certificate.run(contextFor(scriptedPerson("", "", ""), here, files))).toEqual({
    source: "files",
    chainFile: "/a.pem",
    keyFile: "/b.pem",
  });
});

test("account: typed twice, or made up and shown once; too short is said before it is used", async () => {
  const created: string[][] = [];
  const accounts = {
    ...fakeEnvironment().accounts,
    create: async (...account: string[]) => void created.push(account),
  };
  const typed = scriptedPerson("Alice", "short", "long enough", "longer enough", "long enough", "long enough");
  expect(await account.run(contextFor(typed, fakeEnvironment({ accounts }), ANSWERS))).toEqual({ admin: "alice" });
  expect(typed.seen).toContain(messages.account.shortPassword(8));
  expect(typed.seen).toContain(messages.account.differs);
  const made = scriptedPerson("bob", "");
  await account.run(contextFor(made, fakeEnvironment({ accounts }), ANSWERS));
  expect(made.seen).toContain("plain:   made-up-word");
  expect(created).toEqual([
    ["alice@example.com", "long enough"],
    ["bob@example.com", "made-up-word"],
  ]);
});

test("account: the administrator who is there is kept; a name that is taken is refused", async () => {
  const list = async () => [
    { jid: "alice@example.com", admin: true },
    { jid: "bob@example.com", admin: false },
  ];
  const here = fakeEnvironment({ accounts: { ...fakeEnvironment().accounts, list } });
  expect(await account.run(contextFor(scriptedPerson(""), here, ANSWERS))).toEqual({ admin: "alice" });
  const another = scriptedPerson("another", "bob", "carol", "");
  expect(await account.run(contextFor(another, here, ANSWERS))).toEqual({ admin: "carol" });
  expect(another.seen).toContain(messages.account.taken("bob@example.com"));
});
