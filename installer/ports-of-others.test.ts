/** Ports that another program has: who it is, and that nothing is started in vain. */
import { expect, test } from "bun:test";
import { CertificateError } from "../src/certificate/certificate-error.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import type { PortState } from "./port.ts";
import { contextFor, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";
import { local } from "./wizard/local.ts";
import { ports } from "./wizard/ports.ts";
import { service } from "./wizard/service.ts";

const ANSWERS: Answers = { purpose: "internet", domain: "example.com", host: "tintin.example.com" };

const withPorts = (states: Readonly<Record<number, PortState>>) =>
  fakeEnvironment({ portState: async ({ port }) => states[port] ?? { kind: "free" } });

test("ports: the demo, or a server with another home, is named; neither counts as this server", async () => {
  const demo = { name: "bun", pid: 7, home: "/home/marie/jabber-home-demo", isDemo: true } as const;
  const here = withPorts({
    5222: { kind: "taken", holder: demo },
    5223: { kind: "taken", holder: demo },
    5269: { kind: "taken", holder: { name: "jabber-home", pid: 8, home: "/srv/jabber" } },
  });
  const somebody = scriptedPerson("on");
  await ports.run(contextFor(somebody, here, ANSWERS));
  expect(somebody.seen).toContain("wrong: 5222 5223   in use by the demo (pid 7): Ctrl-C in its window ends it");
  expect(somebody.seen).toContain("wrong: 5269   in use by the server of /srv/jabber (pid 8)");
});

test("service: a server whose ports others have is not started: who has them is said, and the question comes again", async () => {
  const here = withPorts({ 5222: { kind: "taken", holder: { name: "ejabberd", pid: 7 } }, 80: { kind: "denied" } });
  const somebody = scriptedPerson("foreground", "later");
  expect(await service.run(contextFor(somebody, here, ANSWERS))).toEqual({ startMode: "later" });
  expect(somebody.seen).toContain("wrong: 5222   in use by ejabberd (pid 7)");
  const unattended = {
    ...contextFor(scriptedPerson(), { ...here, wantsService: true }, ANSWERS),
    prompts: flagPrompts(() => {}),
  };
  await expect(service.run(unattended)).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringContaining("5222   in use by ejabberd (pid 7)"),
  });
});

test("service: a low port that this user may not have stops a start in this window, and no service", async () => {
  const here = withPorts({ 5222: { kind: "denied" } });
  const somebody = scriptedPerson("foreground", "later");
  expect(await service.run(contextFor(somebody, here, ANSWERS))).toEqual({ startMode: "later" });
  expect(somebody.seen).toContain("wrong: 5222   not permitted: low ports belong to the administrator");
  const machine = { ...here.machine, isAdministrator: true, hasSystemd: true };
  const managed = { ...here, machine, executable: "/usr/bin/jabber-home", installService: () => undefined };
  expect(await service.run(contextFor(scriptedPerson("service"), managed, ANSWERS))).toEqual({ startMode: "service" });
});

test("local: a second run keeps its ports while they are free or its own, and takes others once they are somebody else's", async () => {
  const { configChanges = {} } = await local.run(contextFor(scriptedPerson(), fakeEnvironment(), { purpose: "local" }));
  const before: Answers = { purpose: "local", configChanges };
  const again = (here: Environment) => local.run(contextFor(scriptedPerson(), here, before));
  expect(await again(withPorts({ 5222: { kind: "own" } }))).toEqual({ configChanges });
  const { "listen.turn": turn, "listen.turns": turns, ...earlier } = configChanges;
  const ofEarlier = contextFor(scriptedPerson(), fakeEnvironment(), { purpose: "local", configChanges: earlier });
  expect([turn, turns, await local.run(ofEarlier)]).toEqual(["off", "off", { configChanges }]);
  const taken = await again(withPorts({ 5222: { kind: "taken", holder: undefined } }));
  expect(taken.configChanges?.["listen.client"]).toBe("127.0.0.1:5223");
});

test("certificate: a challenge whose port this server or another program has says which", async () => {
  const taken = new CertificateError({
    reason: "port-taken",
    values: { port: 80 },
    remedies: [{ key: "free-port", values: { port: 80 } }],
  });
  const trial = async (): Promise<void> => {
    throw taken;
  };
  const shownWith = async (state: PortState): Promise<string> => {
    const here = { ...withPorts({ 80: state }), certificate: { ...fakeEnvironment().certificate, trial } };
    const somebody = scriptedPerson("http-01", "self-signed");
    await certificate.run(contextFor(somebody, here, { ...ANSWERS, addresses: ["192.0.2.12"] }));
    return somebody.seen.join("\n");
  };
  const own = await shownWith({ kind: "own" });
  expect(own).toContain("wrong: Port 80 of this machine is used by this server.");
  expect(own).toContain("jabber-home certificate renew");
  const other = await shownWith({ kind: "taken", holder: { name: "nginx", pid: 812 } });
  expect(other).toContain("wrong: Port 80 of this machine is in use by nginx (pid 812).");
  expect(await shownWith({ kind: "free" })).toContain("wrong: Port 80 of this machine is in use by another program.");
});
