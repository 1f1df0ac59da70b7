/** The server seen from outside, in setup: the trial of the certificate, and the step after the server has started. */
import { expect, test } from "bun:test";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { contextFor, fakeEnvironment, scriptedPerson, WAIT } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";
import { outside } from "./wizard/outside.ts";

const ANSWERS: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "tintin.example.com",
  addresses: ["192.0.2.12"],
};
const messages = setupMessages.en;
const RUNNING: Answers = { ...ANSWERS, startMode: "service" };

test("outside: nobody is asked before a yes; then what others see is shown, and what a phone sees", async () => {
  const somebody = scriptedPerson("", "phone", WAIT, "on");
  const asked: string[] = [];
  const here = fakeEnvironment();
  const { plan, look, phone } = here.outside;
  const environment: Environment = {
    ...here,
    outside: {
      plan,
      look: () => {
        asked.push(...somebody.seen.filter((line) => line.startsWith("? ")));
        return look();
      },
      phone,
    },
  };
  expect(await outside.run(contextFor(somebody, environment, RUNNING))).toEqual({});
  expect(asked).toEqual([`? ${messages.outside.question}`]);
  expect(somebody.seen).toContain("right: 443 pages, files   Let's Encrypt Staging, just now");
  expect(somebody.seen).toContain("plain:   https://example.com/check/token");
  expect(somebody.seen).toContain("code: https://example.com/check/token");
  expect(somebody.left).toEqual([]);
});

test("outside: a server that does not run yet, or is for this computer alone, is not looked at", () => {
  expect(outside.applies({ ...ANSWERS, startMode: "foreground" })).toBe(false);
  expect(outside.applies({ ...ANSWERS, startMode: "later" })).toBe(false);
  expect(outside.applies({ purpose: "local", startMode: "service" })).toBe(false);
  expect(outside.applies(RUNNING)).toBe(true);
});

test("outside: a running server that does not answer is said, and setup goes on", async () => {
  const somebody = scriptedPerson("ask", "phone", "on");
  const failing = async (): Promise<never> => {
    throw new Error("it does not answer");
  };
  const { plan } = fakeEnvironment().outside;
  const environment = fakeEnvironment({ outside: { plan, look: failing, phone: failing } });
  expect(await outside.run(contextFor(somebody, environment, RUNNING))).toEqual({});
  expect(somebody.seen.filter((line) => line === "wrong: it does not answer")).toHaveLength(2);
});

test("outside: where nobody can be asked and there are no pages, nothing is asked", async () => {
  const { look, phone } = fakeEnvironment().outside;
  const environment = fakeEnvironment({
    outside: { plan: async () => ({ witnesses: [], hasPages: false }), look, phone },
  });
  expect(await outside.run(contextFor(scriptedPerson(), environment, RUNNING))).toEqual({});
});

test("certificate: the trial says of both ports whether they are reached; the other one is no reason to stop", async () => {
  const somebody = scriptedPerson("http-01");
  const here = fakeEnvironment();
  const values = { ca: "Let's Encrypt", port: 443, name: "example.com", addresses: ["192.0.2.12"] };
  const environment: Environment = {
    ...here,
    certificate: {
      ...here.certificate,
      tryOtherPort: async () => ({
        ...{ port: 443, reached: "no", address: undefined, unanswered: [] },
        problem: { reason: "no-answer", values, remedies: [] },
      }),
    },
  };
  expect(await certificate.run(contextFor(somebody, environment, ANSWERS))).toMatchObject({ challenge: "http-01" });
  expect(somebody.seen).toContain(`right: ${messages.certificate.portReached(80)}`);
  expect(somebody.seen.join("\n")).toContain(
    "note: 443   not seen from outside: Let's Encrypt got no answer from port 443",
  );
});
