/** The wizard as a whole: a person who answers, a world in order. */
import { expect, test } from "bun:test";
import type { Answers } from "./answers.ts";
import { flagPrompts, InvalidFlag } from "./flag-prompts.ts";
import type { PortState } from "./port.ts";
import { Leave } from "./prompts.ts";
import { ServiceError } from "./service/error.ts";
import { SetupError } from "./step.ts";
import { steps } from "./steps.ts";
import { BACK, contextFor, fakeEnvironment, LEAVE, scriptedPerson } from "./testing.ts";
import { service } from "./wizard/service.ts";
import { runSteps } from "./wizard.ts";

const answerAll = async (answers: string[], before: Answers = {}, here = fakeEnvironment()) => {
  const somebody = scriptedPerson(...answers);
  const kept: Answers[] = [];
  const all = await runSteps(steps, contextFor(somebody, here, before), (known) => void kept.push(known));
  return { all, kept, seen: somebody.seen, questions: somebody.seen.filter((line) => line.startsWith("? ")) };
};

const PASSWORD = ["correct horse", "correct horse"];

test("on the Internet: ten questions at the most, and Enter alone answers all but one's own domain", async () => {
  const created: string[] = [];
  const accounts = { ...fakeEnvironment().accounts, create: async (jid: string) => void created.push(jid) };
  const { all, questions } = await answerAll(
    ["", "example.com", "", "", "", "", "", ""],
    {},
    fakeEnvironment({ accounts }),
  );
  expect(all).toEqual({
    purpose: "internet",
    domain: "example.com",
    host: "example.com",
    addresses: ["192.0.2.12"],
    unavailable: [],
    source: "acme",
    challenge: "http-01",
    admin: "admin",
    startMode: "foreground",
  });
  expect(created).toEqual(["admin@example.com"]);
  expect(questions.length).toBeLessThanOrEqual(10);
});

test("on this computer only: nothing to configure, nobody else can reach it", async () => {
  const { all, questions } = await answerAll(["local", "alice", ...PASSWORD, "later"]);
  expect(all).toMatchObject({ domain: "localhost", source: "self-signed", admin: "alice", startMode: "later" });
  expect(all.configChanges).toEqual({
    "listen.client": "127.0.0.1:5222",
    "listen.client_tls": "127.0.0.1:5223",
    "listen.https": "127.0.0.1:5443",
    "listen.server": "off",
    "listen.server_tls": "off",
    "listen.http": "off",
    "listen.proxy": "off",
  });
  expect(questions).toHaveLength(5);
});

test("from this computer to the Internet: the whole world reaches it, whatever was chosen before; and back", async () => {
  const { all: tried } = await answerAll(["local", "alice", ...PASSWORD, "later"]);
  const { all } = await answerAll(["internet", "example.com", "", "", "", "", "", ""], tried);
  expect(all).toMatchObject({ domain: "example.com", source: "acme" });
  expect(all.configChanges).toEqual({
    "listen.client": "[::]:5222",
    "listen.client_tls": "[::]:5223",
    "listen.server": "[::]:5269",
    "listen.server_tls": "[::]:5270",
    "listen.http": "[::]:80",
    "listen.https": "[::]:443",
    "listen.proxy": "[::]:7777",
  });
  const { all: back } = await answerAll(["local", "", "", "later"], all);
  expect(back.configChanges).toEqual(tried.configChanges);
});

test("a web port that was taken is looked at again in the next run", async () => {
  const taken = fakeEnvironment({
    portState: async ({ port }) => ({ kind: port === 80 ? "taken" : "free" }) as PortState,
  });
  const { all } = await answerAll(["", "example.com", "", "", "tls-alpn-01", "", "", ""], {}, taken);
  expect(all).toMatchObject({ unavailable: ["http"], challenge: "tls-alpn-01" });
  expect((await answerAll(["", "", "", "", "", "", ""], all)).all.unavailable).toEqual([]);
});

test("Esc goes back to the question before, with the answer that was given as what Enter takes", async () => {
  const { all } = await answerAll(["", "example.com", "tintin.example.com", BACK, BACK, "", "", "", "alice", "", ""]);
  expect(all).toMatchObject({ domain: "example.com", host: "tintin.example.com", admin: "alice" });
});

test("Esc at the first question asks it again", async () => {
  const { questions } = await answerAll([BACK, "local", "", "", "later"]);
  expect(questions.filter((question) => question === "? What would you like?")).toHaveLength(2);
});

test("Ctrl-C keeps what was answered, never the password; the next run goes on from there", async () => {
  const kept: Answers[] = [];
  const first = scriptedPerson("", "example.com", "", "", LEAVE);
  const keep = (known: Answers): void => void kept.push(known);
  await expect(runSteps(steps, contextFor(first, fakeEnvironment()), keep)).rejects.toBeInstanceOf(Leave);
  expect(kept.at(-1)).toMatchObject({ domain: "example.com", challenge: "http-01" });
  const { all, kept: later } = await answerAll(["", "", "", "", "alice", ...PASSWORD, ""], kept.at(-1));
  expect(all).toMatchObject({ domain: "example.com", admin: "alice" });
  expect(JSON.stringify([kept, later])).not.toContain("correct horse");
});

test("a script gets the same steps: what flags say, else what Enter takes", async () => {
  const said: string[] = [];
  const answers: Answers = {
    purpose: "internet",
    domain: "example.com",
    host: "example.com",
    source: "self-signed",
    admin: "alice",
  };
  const here = fakeEnvironment({
    accounts: { ...fakeEnvironment().accounts, password: "correct horse" },
    ownAddresses: () => [],
  });
  const prompts = flagPrompts((line) => said.push(line));
  const all = await runSteps(steps, { ...contextFor(scriptedPerson(), here, answers), prompts }, () => {});
  expect(all).toMatchObject({ ...answers, addresses: [], startMode: "later" });
  expect(said).toContain("example.com. 3600 IN A 192.0.2.12");
  expect(said.join("\n")).not.toContain("correct horse");
});

test("a service that a flag asked for and that does not run is no success", async () => {
  const said: string[] = [];
  const prompts = flagPrompts((line) => said.push(line));
  const here = fakeEnvironment({
    installService: () => {
      throw new ServiceError({ kind: "failed", command: "systemctl restart jabber-home", output: "no such thing" });
    },
    wantsService: true,
  });
  const run = service.run({ ...contextFor(scriptedPerson(), here, { purpose: "internet" }), prompts });
  await expect(run).rejects.toEqual(new SetupError("systemctl restart jabber-home: no such thing", 1));
});

test("a flag that no person could have answered is refused with the sentence of the question", async () => {
  const prompts = flagPrompts(() => {});
  const answers: Answers = { purpose: "internet", domain: "not a domain" };
  const run = runSteps(steps, { ...contextFor(scriptedPerson(), fakeEnvironment(), answers), prompts }, () => {});
  await expect(run).rejects.toThrow(
    new InvalidFlag(
      "Which domain should your addresses have? not a domain: This is not a domain: it looks like example.com",
    ),
  );
});
