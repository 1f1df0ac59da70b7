/** The wizard as a whole: a person who answers, a world in order. */
import { describe, expect, test } from "bun:test";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers, Progress } from "./answers.ts";
import { flagPrompts, InvalidFlag } from "./flag-prompts.ts";
import type { PortState } from "./port.ts";
import { Leave } from "./prompts.ts";
import { askResumption } from "./resume.ts";
import { ServiceError } from "./service/error.ts";
import { SetupError } from "./step.ts";
import { steps } from "./steps.ts";
import { BACK, contextFor, fakeEnvironment, LEAVE, scriptedPerson } from "./testing.ts";
import { service } from "./wizard/service.ts";
import { numberOfStep, runSteps } from "./wizard.ts";

const answerAll = async (answers: string[], before: Answers = {}, here = fakeEnvironment()) => {
  const somebody = scriptedPerson(...answers);
  const kept: Answers[] = [];
  const all = await runSteps(steps, contextFor(somebody, here, before), (known) => void kept.push(known));
  return { all, kept, seen: somebody.seen, questions: somebody.seen.filter((line) => line.startsWith("? ")) };
};

const PASSWORD = ["correct horse", "correct horse"];

test("on the Internet: five answers: address, certificate, password, start, whom to invite", async () => {
  const created: string[] = [];
  const accounts = { ...fakeEnvironment().accounts, create: async (jid: string) => void created.push(jid) };
  const { all, questions } = await answerAll(["marie@example.com", "", "", "", ""], {}, fakeEnvironment({ accounts }));
  expect(all).toEqual({
    purpose: "internet",
    domain: "example.com",
    host: "example.com",
    addresses: ["192.0.2.12"],
    unavailable: [],
    webAddress: "",
    source: "acme",
    challenge: "http-01",
    admin: "marie",
    startMode: "foreground",
  });
  expect(created).toEqual(["marie@example.com"]);
  expect(questions).toHaveLength(5);
});

describe("where others could read a password", () => {
  const overheard = async (answers: string[], before: Answers = {}) => {
    const created: string[] = [];
    const accounts = {
      ...fakeEnvironment().accounts,
      create: async (jid: string, password: string) => void created.push(`${jid} ${password}`),
    };
    const somebody = scriptedPerson(...answers);
    const context = contextFor(somebody, fakeEnvironment({ accounts }), before);
    const prompts = { ...somebody.prompts, canBeOverheard: () => true };
    const all = await runSteps(steps, { ...context, prompts }, () => {});
    return { all, created, seen: somebody.seen };
  };

  test("it is chosen later: one is made that nobody sees, and the last page leads to where it is chosen", async () => {
    const { all, created, seen } = await overheard(["marie@example.com", "", "", "", ""]);
    expect(created).toEqual(["marie@example.com made-up-word"]);
    expect(all.choosesPassword).toBe(true);
    expect(seen.join("\n")).not.toContain("made-up-word");
    expect(seen).toContain("plain:   https://example.com/reset/token");
    expect(seen).toContain("code: https://example.com/reset/token");
    expect(seen.at(-1)).toBe("next: https://example.com/reset/token");
    // Without a password nobody can sign in yet.
    expect(seen).not.toContain("Your phone");
  });

  test("it can be typed all the same", async () => {
    const { all, created } = await overheard(["marie@example.com", "", "here", ...PASSWORD, "", ""]);
    expect([created, all.choosesPassword]).toEqual([["marie@example.com correct horse"], undefined]);
  });

  test("it is asked for where no page could be opened to choose it: on this computer only", async () => {
    const { created } = await overheard(["", "alice", ...PASSWORD, "later"]);
    expect(created).toEqual(["alice@localhost correct horse"]);
  });

  test("a password that is typed after all needs no page at the end", async () => {
    const { seen } = await answerAll(["marie@example.com", "", ...PASSWORD, "", ""], { choosesPassword: true });
    expect(seen).not.toContain("code: https://example.com/reset/token");
  });

  test("a terminal that goes on once the account is there leads to the page as well", async () => {
    const list = async () => [{ jid: "marie@example.com", admin: true }];
    const here = fakeEnvironment({ accounts: { ...fakeEnvironment().accounts, list } });
    const { seen } = await answerAll(["marie@example.com", "", "keep", "", ""], { choosesPassword: true }, here);
    expect(seen).toContain("code: https://example.com/reset/token");
  });
});

test("auth.source = system: a Unix account administers, no password is asked for, nobody is invited", async () => {
  const [appointed, asked]: [string[], string[]] = [[], []];
  const accounts = {
    ...fakeEnvironment().accounts,
    source: "system",
    appoint: async (jid: string) => void appointed.push(jid),
  };
  const run = (...command: string[]) => {
    asked.push(command.join(" "));
    return command.at(-1) === "marie" ? { code: 0, output: "1000" } : { code: 0, output: "0" };
  };
  const machine = { ...fakeEnvironment().machine, root: "/nowhere", run };
  const here = fakeEnvironment({ accounts, machine, userName: "marie" });
  const { all, seen, questions } = await answerAll(["example.com", "", "root", "marie", ""], {}, here);
  expect([all?.admin, appointed, asked]).toEqual(["marie", ["marie@example.com"], ["id -u root", "id -u marie"]]);
  expect(questions.length).toBe(5);
  expect(seen).toContain(setupMessages.en.account.notUnix("root"));
  expect(seen).toContain(`wrong: ${setupMessages.en.systemAccounts.unknownForm("/etc/pam.d/jabber-home")}`);
  expect(seen).toContain(setupMessages.en.done.others);
});

test("the administrator's phone is shown where to sign in, and people are invited until it is enough", async () => {
  const answers = ["marie@example.com", "", "", "later", "invite", "Bob", "invite", "a b", "", ""];
  const { seen } = await answerAll(answers);
  expect(seen.filter((line) => line.startsWith("code: "))).toEqual([
    "code: https://example.com/account",
    "code: https://example.com/invite/bob",
    "code: https://example.com/invite/somebody",
  ]);
  expect(seen).toContain(`plain: ${setupMessages.en.people.account("marie@example.com", false)}`);
  expect(seen).toContain(setupMessages.en.account.malformed);
});

test("an invitation that cannot be made is said, and setup goes on", async () => {
  const invite = () => Promise.reject(new Error("there is an account bob@example.com already"));
  const { all, seen } = await answerAll(
    ["marie@example.com", "", "", "later", "invite", "bob", "later"],
    {},
    fakeEnvironment({ invite }),
  );
  expect(all.startMode).toBe("later");
  expect(seen).toContain("wrong: there is an account bob@example.com already");
});

test("Enter alone everywhere: a trial on this computer, with the name that the person has on it", async () => {
  for (const [userName, admin] of [
    ["Marie", "marie"],
    ["root", "admin"],
    ["a b", "admin"],
    [undefined, "admin"],
  ] as const) {
    const { all } = await answerAll(["", "", "", ""], {}, fakeEnvironment({ userName }));
    expect(all).toMatchObject({ domain: "localhost", admin, startMode: "foreground" });
  }
});

test("on this computer only: nothing to configure, nobody else can reach it", async () => {
  const { all, questions } = await answerAll(["", "alice", ...PASSWORD, "later"]);
  expect(all).toMatchObject({ domain: "localhost", source: "self-signed", admin: "alice", startMode: "later" });
  expect(all.configChanges).toEqual({
    "listen.client": "127.0.0.1:5222",
    "listen.client_tls": "127.0.0.1:5223",
    "listen.https": "127.0.0.1:5443",
    "listen.server": "off",
    "listen.server_tls": "off",
    "listen.http": "off",
    "listen.proxy": "off",
    "listen.turn": "off",
    "listen.turns": "off",
  });
  expect(questions).toHaveLength(5);
});

test("from this computer to the Internet: the whole world reaches it, whatever was chosen before; and back", async () => {
  const { all: tried } = await answerAll(["alice@localhost", ...PASSWORD, "later"]);
  const { all } = await answerAll(["alice@example.com", "", "", "", ""], tried);
  expect(all).toMatchObject({ domain: "example.com", source: "acme" });
  expect(all.configChanges).toEqual({
    "listen.client": "[::]:5222",
    "listen.client_tls": "[::]:5223",
    "listen.server": "[::]:5269",
    "listen.server_tls": "[::]:5270",
    "listen.http": "[::]:80",
    "listen.https": "[::]:443",
    "listen.proxy": "[::]:7777",
    "listen.turn": "[::]:3478",
    "listen.turns": "[::]:5349",
  });
  const { all: back } = await answerAll(["localhost", "", "", "later"], all);
  expect(back.configChanges).toEqual(tried.configChanges);
});

test("a web port that was taken is looked at again in the next run", async () => {
  const taken = fakeEnvironment({
    portState: async ({ port }) => ({ kind: port === 80 ? "taken" : "free" }) as PortState,
  });
  const { all } = await answerAll(["alice@example.com", "", "tls-alpn-01", "", "", ""], {}, taken);
  expect(all).toMatchObject({ unavailable: ["http"], challenge: "tls-alpn-01" });
  expect((await answerAll(["", "", "", "", ""], all)).all.unavailable).toEqual([]);
});

test("Esc goes back to the question before, with the answer that was given as what Enter takes", async () => {
  const elsewhere = fakeEnvironment({ resolveAddresses: async () => ["198.51.100.7"] });
  const { all } = await answerAll(
    ["example.com", "tintin.example.com", BACK, BACK, "", "", "", "alice", "", "", ""],
    {},
    elsewhere,
  );
  expect(all).toMatchObject({ domain: "example.com", host: "tintin.example.com", admin: "alice" });
});

test("Esc at the first question asks it again", async () => {
  const { questions } = await answerAll([BACK, "", "", "", "later"]);
  expect(questions.filter((question) => question.startsWith("? What shall your address be"))).toHaveLength(2);
});

describe("Ctrl-C keeps what was answered, never the password", () => {
  const stopped = async () => {
    const kept: [Answers, Progress][] = [];
    const first = scriptedPerson("alice@example.com", "", LEAVE);
    const keep = (...known: [Answers, Progress]): void => void kept.push(known);
    await expect(runSteps(steps, contextFor(first, fakeEnvironment()), keep)).rejects.toBeInstanceOf(Leave);
    return kept.at(-1) ?? [{}, { step: "", asked: [] }];
  };
  const goOn = async (...answers: string[]) => {
    const somebody = scriptedPerson(...answers);
    const [before, progress] = await stopped();
    const interrupted = { answers: before, progress };
    const { answers: kept, progress: from } = await askResumption(interrupted, somebody.prompts, setupMessages.en);
    const known: Answers[] = [];
    const keep = (each: Answers): void => void known.push(each);
    const all = await runSteps(steps, contextFor(somebody, fakeEnvironment(), kept), keep, from);
    return { all, known, seen: somebody.seen };
  };

  test("the next run goes on from there, and looks again at what may have changed", async () => {
    expect((await stopped())[1]).toEqual({ step: "account", asked: ["domain", "certificate"] });
    const { all, known, seen } = await goOn("", ...PASSWORD, "", "");
    expect(all).toMatchObject({ domain: "example.com", challenge: "http-01", admin: "alice", startMode: "foreground" });
    expect(seen[0]).toBe("? An earlier setup was not finished.");
    expect(seen.filter((line) => line.startsWith("? "))).toHaveLength(5);
    expect(seen).toContain(setupMessages.en.ports.heading);
    expect(JSON.stringify(known)).not.toContain("correct horse");
  });

  test("Esc there goes back to what the earlier run had asked", async () => {
    expect((await goOn("on", BACK, BACK, "bob@example.com", "", ...PASSWORD, "", "")).all.admin).toBe("bob");
  });

  test("all answers can be gone through again, or forgotten", async () => {
    expect((await goOn("change", "", "", ...PASSWORD, "", "")).all.domain).toBe("example.com");
    expect((await goOn(BACK, "anew", "", "", ...PASSWORD, "")).all.domain).toBe("localhost");
  });

  test("the step is told: before the first numbered one it is 1, after the last it is the last", () => {
    expect(["host", "dns", "certificate", "configuration", "done"].map((name) => numberOfStep(steps, name))).toEqual([
      1, 1, 4, 5, 5,
    ]);
  });
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
      "What shall your address be, such as marie@example.com? not a domain: This is not a domain: it looks like example.com",
    ),
  );
});
