/** A web server of this machine has port 80: it can hand the authority's visits on. */
import { expect, test } from "bun:test";
import { handOnLines } from "../src/certificate/hand-on.ts";
import type { Answers } from "./answers.ts";
import type { CertificateRequest } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import type { PortState } from "./port.ts";
import { contextFor, FACTS, fakeEnvironment, scriptedPerson, WAIT } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";

const ANSWERS: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "example.com",
  addresses: ["192.0.2.12"],
  configChanges: { "listen.https": "[::]:5443" },
  unavailable: ["http"],
};
const APACHE: PortState = { kind: "taken", holder: { name: "apache2", pid: 812 } };

/** A machine where these ports are somebody else's, with what is ordered there. */
function machine(states: Readonly<Record<number, PortState>>, looks: readonly boolean[] = []) {
  const left = [...looks];
  const asked: [string, number][] = [];
  const ordered: CertificateRequest[] = [];
  const here = fakeEnvironment({
    portState: async ({ port }) => states[port] ?? { kind: "free" },
    certificate: {
      ...fakeEnvironment().certificate,
      isHandedOn: async (domain, port) => {
        asked.push([domain, port]);
        return left.shift() ?? false;
      },
      trial: async (request) => void ordered.push(request),
      obtain: async (request) => {
        ordered.push(request);
        return FACTS;
      },
    },
  });
  return { here, asked, ordered };
}

test("Enter takes it: its lines are shown, watched until it works, and the certificate is ordered through that port", async () => {
  const { here, asked, ordered } = machine({ 80: APACHE }, [false, true]);
  const somebody = scriptedPerson("", WAIT, WAIT);
  const found = await certificate.run(contextFor(somebody, here, ANSWERS));
  const configChanges = { "listen.https": "[::]:5443", "listen.http": "127.0.0.1:5080" };
  expect(found).toEqual({ source: "acme", challenge: "http-01", unavailable: [], configChanges });
  expect(somebody.seen).toContain(`paste: ${handOnLines("apache", "example.com", 5080)}`);
  expect(asked).toEqual([
    ["example.com", 5080],
    ["example.com", 5080],
  ]);
  expect(ordered.map(({ challenge, answers }) => [challenge, answers.configChanges, answers.unavailable])).toEqual([
    ["http-01", configChanges, []],
    ["http-01", configChanges, []],
  ]);
});

test("a port that is free; another way is one key away", async () => {
  const { here, asked } = machine({ 80: APACHE, 5080: APACHE });
  const somebody = scriptedPerson("hand-on", WAIT, "o", "self-signed");
  expect(await certificate.run(contextFor(somebody, here, ANSWERS))).toEqual({ source: "self-signed" });
  expect(asked).toEqual([["example.com", 5081]]);
});

test("it is offered where a web server that we know has the port and the domain leads here; a script takes no such way", async () => {
  const offered = async (states: Readonly<Record<number, PortState>>, answers = ANSWERS): Promise<string> => {
    const run = certificate.run(contextFor(scriptedPerson("nothing"), machine(states).here, answers));
    return run.then(String, String);
  };
  expect(await offered({ 80: APACHE })).toContain("is not offered: hand-on dns-01");
  expect(await offered({ 80: { kind: "taken", holder: { name: "sshd", pid: 1 } } })).not.toContain("hand-on");
  expect(await offered({ 80: APACHE }, { ...ANSWERS, configChanges: {} })).toContain("tls-alpn-01 hand-on dns-01");
  expect(await offered({ 80: { kind: "denied" } })).not.toContain("hand-on");
  expect(await offered({ 80: APACHE }, { ...ANSWERS, unavailable: [] })).not.toContain("hand-on");
  const { here, ordered } = machine({ 80: APACHE });
  const script = {
    ...contextFor(scriptedPerson(), here, { ...ANSWERS, source: "acme" }),
    prompts: flagPrompts(() => {}),
  };
  expect(await certificate.run(script)).toEqual({ source: "acme", challenge: "http-01" });
  expect(ordered[0]?.answers.configChanges).toEqual(ANSWERS.configChanges);
});
