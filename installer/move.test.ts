/** Moving here from another server, from the first question on: a person or a script, and a machine that others serve. */
import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CertificateError } from "../src/certificate/certificate-error.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import type { BringRequest, FormerServer } from "./former/server.ts";
import { serviceOf } from "./former/service.ts";
import { lookAround } from "./look-around.ts";
import type { PortState } from "./port.ts";
import { Leave } from "./prompts.ts";
import { askResumption } from "./resume.ts";
import type { Machine } from "./service/machine.ts";
import { SetupError } from "./step.ts";
import { steps } from "./steps.ts";
import { contextFor, FACTS, fakeEnvironment, scriptedPerson, WAIT } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";
import { ports } from "./wizard/ports.ts";
import { runSteps } from "./wizard.ts";

const { move: messages } = setupMessages.en;
const PATH = "/var/lib/prosody";

/** A machine on which systemd has the unit; `commands` are those that change something. */
function machineWith(unit: string, { isOn = true, isAdministrator = true } = {}) {
  const state = { isOn, isEnabled: true, refuses: "" };
  const commands: string[] = [];
  const run: Machine["run"] = (...command) => {
    const line = command.join(" ");
    if (line === `systemctl show ${unit} --property=LoadState`) return { code: 0, output: "LoadState=loaded" };
    if (line === `systemctl is-active --quiet ${unit}`) return { code: state.isOn ? 0 : 3, output: "" };
    if (line === `systemctl is-enabled --quiet ${unit}`) return { code: state.isEnabled ? 0 : 1, output: "" };
    if (
      !line.startsWith("systemctl stop") &&
      !line.startsWith("systemctl start") &&
      !line.startsWith("systemctl disable")
    )
      return { code: 1, output: `${line}: not here` };
    commands.push(line);
    if (line === state.refuses) return { code: 1, output: "no such thing" };
    if (line === `systemctl stop ${unit}`) state.isOn = false;
    if (line === `systemctl start ${unit}`) state.isOn = true;
    if (line === `systemctl disable ${unit}`) state.isEnabled = false;
    return { code: 0, output: "" };
  };
  const machine: Machine = { root: "/nowhere", isAdministrator, hasSystemd: true, person: undefined, run };
  return { machine, commands, state };
}

interface Options {
  readonly isOn?: boolean;
  readonly isAdministrator?: boolean;
  readonly domains?: readonly string[];
  readonly accounts?: readonly { name: string; admin: boolean }[];
  readonly mayStop?: boolean;
  readonly mayDisable?: boolean;
  readonly bring?: (request: BringRequest) => Promise<void>;
  readonly changes?: Partial<Environment>;
}

function world(options: Options = {}) {
  const { domains = ["example.com"], mayStop = false, mayDisable = false, changes = {} } = options;
  const accounts = options.accounts ?? [
    { name: "bob", admin: false },
    { name: "marie", admin: true },
  ];
  const { machine, commands, state } = machineWith("prosody", options);
  const server: FormerServer = {
    ...{ kind: "prosody", path: PATH, state: "readable" },
    domains: domains.map((domain) => ({ domain, roomLabels: ["conference"], fileHosts: [] })),
    service: serviceOf("prosody", machine),
  };
  const appointed: string[] = [];
  const here = fakeEnvironment({
    machine,
    executable: "/usr/local/bin/jabber-home",
    installService: () => {
      commands.push(state.isOn ? "start beside the old one" : "start");
      return undefined;
    },
    accounts: {
      ...fakeEnvironment().accounts,
      appoint: async (jid) => void appointed.push(jid),
      create: () => Promise.reject(new Error("no account is made")),
    },
    former: {
      found: () => [server],
      at: (path) => (path === PATH ? server : `${path}: nothing is there`),
      bring: async (request) => {
        commands.push(`${request.isTrial ? "look at" : "bring"} ${request.domain}, ${state.isOn ? "on" : "off"}`);
        await options.bring?.(request);
        return { lines: [request.isTrial ? "2 accounts would come" : "2 accounts have come"], accounts };
      },
      remove: () => {},
      mayStop,
      mayDisable,
    },
    ...changes,
  });
  return { here, commands, state, appointed };
}

const answerAll = async (answers: string[], { here }: ReturnType<typeof world>, before: Answers = {}) => {
  const somebody = scriptedPerson(...answers);
  const kept: Answers[] = [];
  try {
    const all = await runSteps(steps, contextFor(somebody, here, before), (known) => void kept.push(known));
    return { all, kept, seen: somebody.seen, left: somebody.left, error: undefined };
  } catch (error) {
    return { all: undefined, kept, seen: somebody.seen, left: somebody.left, error };
  }
};

const script = async (all: ReturnType<typeof world>, answers: Answers) => {
  const said: string[] = [];
  const prompts = flagPrompts((line) => void said.push(line));
  const wanted = { moveFrom: PATH, source: "self-signed", ...answers } as const;
  const here = { ...all.here, wantsService: true };
  return { result: runSteps(steps, { ...contextFor(scriptedPerson(), here, wanted), prompts }, () => {}), said };
};

test("what is here is said before the first question: whether it runs, for whom, or that sudo would help", async () => {
  const look = (environment: Environment, configured: Answers = {}) =>
    lookAround({ environment, configured, messages: setupMessages.en });
  expect(await look(world({ domains: ["a.example", "b.example"] }).here)).toEqual([
    { mark: "plain", text: messages.isHere("Prosody", "a.example, b.example", true) },
  ]);
  expect(await look(world({ isOn: false }).here)).toEqual([
    { mark: "plain", text: messages.isHere("Prosody", "example.com", false) },
  ]);
  // A home that is set up has its own accounts.
  expect(JSON.stringify(await look(world().here, { domain: "example.com" }))).not.toContain("Prosody");
  const { here } = world();
  const denied: FormerServer = { kind: "snikket", path: "/x", state: "denied", domains: [], service: undefined };
  expect(await look({ ...here, former: { ...here.former, found: () => [denied] } })).toEqual([
    { mark: "note", text: messages.isHereDenied("Snikket", "sudo jabber-home setup") },
  ]);
});

test("Enter alone moves here: looked through, stopped, brought, started, and kept from starting again", async () => {
  const all = world();
  const { all: answers, seen, left } = await answerAll(["", "", "", "", "", "", "on", ""], all);
  expect(all.commands).toEqual([
    "look at example.com, on",
    "systemctl stop prosody",
    "bring example.com, off",
    "start",
    "systemctl disable prosody",
  ]);
  expect(answers).toMatchObject({
    ...{ purpose: "internet", domain: "example.com", admin: "marie", moveFrom: PATH, startMode: "service" },
    ...{ roomsAlso: ["conference"], isMoved: true },
  });
  expect(all.appointed).toEqual(["marie@example.com"]);
  const questions = seen.filter((line) => line.startsWith("? "));
  expect(questions.slice(0, 1)).toEqual([`? ${messages.question}`]);
  expect(questions).toContain(`? ${messages.whoAdministers}`);
  expect(questions).toContain(`? ${messages.stopQuestion("Prosody")}`);
  expect(questions).toContain(`? ${messages.disableQuestion("Prosody")}`);
  expect(seen).toContain("plain: 2 accounts would come");
  expect(seen).toContain(`plain: ${messages.services("conference.example.com")}`);
  expect(seen).toContain("plain:   sudo systemctl enable --now prosody");
  expect(left).toEqual([]);
  // Nobody is asked for a password.
  expect(questions.join("\n")).not.toContain("assword (");
});

test("something new, and a trial, are offered beside it; nothing is stopped then", async () => {
  const anew = world();
  const { all } = await answerAll(["new", "alice@example.org", "", "", "", "on", ""], {
    ...anew,
    here: { ...anew.here, accounts: fakeEnvironment().accounts },
  });
  expect(all).toMatchObject({ domain: "example.org", admin: "alice" });
  const trial = world();
  const { all: tried } = await answerAll(["trial", "", "", "later"], {
    ...trial,
    here: { ...trial.here, accounts: fakeEnvironment().accounts },
  });
  expect(tried).toMatchObject({ domain: "localhost", purpose: "local" });
  expect([...anew.commands, ...trial.commands].filter((command) => command.startsWith("systemctl"))).toEqual([]);
});

test("a path in place of an address is a source; one that is none is refused with what is wrong", async () => {
  const all = world({ isOn: false });
  const here = { ...all.here, former: { ...all.here.former, found: () => [] } };
  const { all: answers, seen } = await answerAll(["/srv/nothing", PATH, "", "", "", "", "", "on", ""], {
    ...all,
    here,
  });
  expect(seen).toContain("/srv/nothing: nothing is there");
  expect(seen).toContain(`? ${messages.moveQuestion}`);
  expect(answers).toMatchObject({ domain: "example.com", moveFrom: PATH });
  expect(all.commands).not.toContain("systemctl stop prosody");
});

test("a source without accounts is refused where its path is typed", async () => {
  const all = world({ domains: [] });
  const here = { ...all.here, former: { ...all.here.former, found: () => [] } };
  const { seen } = await answerAll([PATH], { ...all, here });
  expect(seen).toContain(messages.noDomain("Prosody", PATH));
});

test("started anew after config.toml was written, it is asked again from where accounts come", async () => {
  const progress = { step: "move", asked: ["domain"] };
  const before: Answers = { domain: "example.com", purpose: "internet", moveFrom: PATH, admin: "marie" };
  const somebody = scriptedPerson("anew");
  const kept = await askResumption({ answers: before, progress }, somebody.prompts, setupMessages.en);
  expect(kept).toEqual({ answers: { moveFrom: PATH }, progress: undefined });
  const { seen } = await answerAll(["new"], world(), { domain: "example.com", ...kept.answers });
  expect(seen[0]).toBe(`? ${messages.question}`);
});

test("of several domains it is asked which one moves; whoever is not among the accounts cannot administer", async () => {
  const many = Array.from({ length: 12 }, (_, number) => ({ name: `user${number}`, admin: false }));
  const all = world({ domains: ["example.com", "example.org"], accounts: many });
  const { all: answers, seen } = await answerAll(["", "example.org", "", "nobody", "user7", "", "", "", "on", ""], all);
  expect(answers).toMatchObject({ domain: "example.org", admin: "user7" });
  expect(seen).toContain(`? ${messages.whichDomain("Prosody")}`);
  expect(seen).toContain(messages.noAccount("nobody", "example.org"));
});

test("not now: nothing is stopped, the answers are kept, and the next run asks the same again", async () => {
  const all = world();
  const { error, kept } = await answerAll(["", "", "", "later"], all);
  expect(error).toBeInstanceOf(Leave);
  expect(all.commands).toEqual(["look at example.com, on"]);
  expect(kept.at(-1)).toMatchObject({ moveFrom: PATH, domain: "example.com" });
});

test("while the server of this home runs nothing can come into it: said before anything is stopped", async () => {
  const all = world({ changes: { runningDomains: async () => ["example.com"] } });
  const { error } = await answerAll(["", ""], all);
  expect(error).toEqual(new SetupError(setupMessages.en.otherServerRuns("example.com"), 75));
  expect(all.commands).toEqual([]);
});

describe("an import that does not come to its end", () => {
  test("fails: the old server runs again, and both are said", async () => {
    const bring = async ({ isTrial }: BringRequest): Promise<void> => {
      if (!isTrial) throw new Error("roster.dat:12: that is no table");
    };
    const all = world({ bring });
    const { error, kept } = await answerAll(["", "", "", ""], all);
    expect(error).toEqual(new SetupError(`roster.dat:12: that is no table\n${messages.runsAgain("Prosody")}`, 1));
    expect(all.commands.slice(-3)).toEqual([
      "systemctl stop prosody",
      "bring example.com, off",
      "systemctl start prosody",
    ]);
    expect(kept.at(-1)?.isMoved).toBeFalsy();
  });

  test("cannot even be looked through: that is said, and nothing is stopped", async () => {
    const all = world({ bring: () => Promise.reject(new Error("roster.dat:12: that is no table")) });
    const { error } = await answerAll(["", ""], all);
    expect(error).toEqual(new SetupError("roster.dat:12: that is no table", 1));
    expect(all.commands).toEqual(["look at example.com, on"]);
  });

  test("cannot start the old one again: the command is said", async () => {
    const all = world({
      bring: async ({ isTrial }) => {
        if (!isTrial) throw new Error("the disk is full");
      },
    });
    all.state.refuses = "systemctl start prosody";
    const { error } = await answerAll(["", "", "", ""], all);
    const said = messages.toStart("Prosody", "sudo systemctl start prosody");
    expect(error).toEqual(new SetupError(`the disk is full\n${said}`, 1));
  });

  test("Ctrl-C: the import has ended before the old server runs again", async () => {
    const all = world();
    const ended: string[] = [];
    const somebody = scriptedPerson("", "", "", "");
    const prompts = {
      ...somebody.prompts,
      waitFor: <Result>(_: unknown, work: (control: { pause: never }) => Promise<Result>): Promise<Result> => {
        const result = work({ pause: undefined as never });
        // The person stops while it is brought.
        return all.commands.at(-1) === "bring example.com, off" ? Promise.reject(new Leave()) : result;
      },
    };
    const here: Environment = {
      ...all.here,
      former: {
        ...all.here.former,
        bring: async (request) => {
          const brought = await all.here.former.bring(request);
          if (request.isTrial) return brought;
          if (!request.signal.aborted)
            await new Promise((resolve) => request.signal.addEventListener("abort", resolve, { once: true }));
          all.commands.push("portion stored");
          request.signal.throwIfAborted();
          return brought;
        },
      },
    };
    const run = runSteps(steps, { ...contextFor(somebody, here), prompts }, () => {}).catch((error) =>
      ended.push(error),
    );
    await run;
    expect(ended).toEqual([new Leave()] as never);
    expect(all.commands.slice(-3)).toEqual(["bring example.com, off", "portion stored", "systemctl start prosody"]);
    expect(somebody.seen).toContain(`right: ${messages.runsAgain("Prosody")}`);
  });

  test("is killed: the next run goes on, with the old server as it is, and nothing is asked again", async () => {
    const all = world({ isOn: false });
    const before: Answers = {
      ...{ purpose: "internet", domain: "example.com", host: "example.com", addresses: ["192.0.2.12"] },
      ...{ source: "acme", challenge: "http-01", admin: "marie", moveFrom: PATH, isOldRunning: true, isMoved: false },
    };
    const somebody = scriptedPerson("", "", "on", "");
    const result = await runSteps(steps, contextFor(somebody, all.here, before), () => {}, {
      ...{ step: "move", asked: ["domain", "moveTrial"] },
    });
    expect(all.commands).toEqual(["bring example.com, off", "start", "systemctl disable prosody"]);
    expect(result.isMoved).toBe(true);
    // Running again, as after a failure, it is not stopped without a question.
    const again = world();
    const asked = scriptedPerson("later");
    const resumed = runSteps(steps, contextFor(asked, again.here, before), () => {}, { step: "move", asked: [] });
    await expect(resumed).rejects.toBeInstanceOf(Leave);
    expect([again.commands, asked.seen.at(-1)]).toEqual([[], `? ${messages.stopQuestion("Prosody")}`]);
    // Once moved, and with the old one off, nothing is brought again.
    all.commands.length = 0;
    const later = scriptedPerson("", "on", "");
    await runSteps(steps, contextFor(later, all.here, { ...before, isMoved: true }), () => {}, {
      ...{ step: "service", asked: [] },
    });
    expect(all.commands).toEqual(["start"]);
  });
});

test("without sudo the command is shown, and setup goes on when it has been run", async () => {
  const all = world({ isAdministrator: false });
  let looks = 0;
  const run = all.here.machine.run;
  const machine: Machine = {
    ...all.here.machine,
    run: (...command) => {
      if (command[1] === "is-active" && all.commands.includes("look at example.com, on") && ++looks > 3)
        all.state.isOn = false;
      return run(...command);
    },
  };
  const here = { ...all.here, machine };
  const { seen, all: answers } = await answerAll(["", "", "", "", WAIT, "later", ""], { ...all, here });
  expect(seen).toContain(`wrong: ${messages.toStop("Prosody", "sudo systemctl stop prosody")}`);
  expect(seen).toContain(`right: ${messages.stopped("Prosody")}`);
  expect(seen).toContain(messages.toDisable("Prosody"));
  expect(answers).toMatchObject({ isMoved: true, startMode: "later" });
  expect(all.commands.filter((command) => command.startsWith("systemctl"))).toEqual([]);
});

describe("ejabberd, whose data only itself can read", () => {
  const folder = mkdtempSync(join(tmpdir(), "ejabberd-"));
  const file = join(folder, "jabber-home.backup");
  afterAll(() => rmSync(folder, { recursive: true }));

  const raw = (options: { readonly isOn?: boolean; readonly output?: string } = {}) => {
    const all = world(options);
    const { machine, commands, state } = machineWith("ejabberd", options);
    const paths: string[] = [];
    const run: Machine["run"] = (...command) => {
      if (command[0] !== "ejabberdctl") return machine.run(...command);
      commands.push(`backup, ${state.isOn ? "on" : "off"}`);
      if (options.output === undefined) writeFileSync(file, "");
      return { code: options.output === undefined ? 0 : 1, output: options.output ?? "" };
    };
    const server: FormerServer = {
      ...{ kind: "ejabberd", path: folder, state: "raw", service: serviceOf("ejabberd", machine) },
      domains: [{ domain: "example.com", roomLabels: [], fileHosts: [] }],
    };
    const here: Environment = {
      ...all.here,
      machine: { ...machine, run },
      former: {
        ...all.here.former,
        ...{ found: () => [server], at: () => server, remove: (path) => rmSync(path, { force: true }) },
        bring: async (request) => {
          paths.push(request.path);
          return all.here.former.bring(request);
        },
      },
    };
    return { all: { ...all, here }, commands, state, paths };
  };

  test("writes a backup while it runs, and another one before it is stopped; it is removed when all has come", async () => {
    const { all, commands, paths } = raw();
    const { all: answers } = await answerAll(["", "", "", "", "", "", "on", ""], all);
    expect(answers).toMatchObject({ isMoved: true });
    expect(commands).toEqual(["backup, on", "backup, on", "systemctl stop ejabberd", "systemctl disable ejabberd"]);
    expect([paths, existsSync(file)]).toEqual([[file, file], false]);
  });

  test("is stopped: what it has written before is read, as after a kill; else it has to be started", async () => {
    const off = raw({ isOn: false });
    const { error } = await answerAll(["", ""], off.all);
    expect(error).toEqual(new SetupError(messages.hasToRun("ejabberd", "systemctl start ejabberd"), 69));
    writeFileSync(file, "");
    const again = raw({ isOn: false });
    await answerAll(["", "", "", "", "", "", "on", ""], again.all);
    expect(again.paths).toEqual([file, file]);
    expect(again.commands).toEqual(["systemctl disable ejabberd"]);
  });

  test("cannot write it: what ejabberdctl says is said, and it goes on", async () => {
    const { all, commands } = raw({ output: "Failed RPC connection" });
    const { error } = await answerAll(["", ""], all);
    const command = `ejabberdctl backup ${file}`;
    expect(error).toEqual(new SetupError(messages.commandFailed(command, "Failed RPC connection"), 69));
    expect(commands).toEqual(["backup, on"]);
  });
});

describe("a script", () => {
  test("moves with no more than the source, a way to a certificate, and the agreement that it is stopped", async () => {
    const all = world({ mayStop: true, mayDisable: true });
    const { result, said } = await script(all, {});
    expect(await result).toMatchObject({ domain: "example.com", host: "example.com", admin: "marie" });
    expect(all.commands).toEqual([
      "look at example.com, on",
      "systemctl stop prosody",
      "bring example.com, off",
      "start",
      "systemctl disable prosody",
    ]);
    expect(said.join("\n")).toContain("systemctl enable --now prosody");
  });

  test("that has not agreed is refused before anything is looked at; one that is off needs no agreement", async () => {
    const all = world();
    const { result } = await script(all, {});
    await expect(result).rejects.toEqual(new SetupError(messages.notAgreed("Prosody"), 2));
    expect(all.commands).toEqual([]);
    const off = world({ isOn: false });
    await (await script(off, {})).result;
    expect(off.commands).toEqual(["look at example.com, off", "bring example.com, off", "start"]);
  });

  test("names the domain where there are several, and the administrator where the old server has none", async () => {
    const several = world({ domains: ["example.com", "example.org"], mayStop: true });
    await expect((await script(several, {})).result).rejects.toThrow("--domain D, one of example.com, example.org");
    await expect((await script(several, { domain: "example.net" })).result).rejects.toThrow(
      messages.notThere("example.net", "example.com, example.org"),
    );
    expect(await (await script(several, { domain: "example.org", host: "example.org" })).result).toMatchObject({
      domain: "example.org",
    });
    const plain = world({ accounts: [{ name: "bob", admin: false }], mayStop: true });
    await expect((await script(plain, {})).result).rejects.toThrow("--admin USER");
    await expect((await script(plain, { admin: "eve" })).result).rejects.toThrow(
      messages.noAccount("eve", "example.com"),
    );
    expect(plain.commands.filter((command) => command.startsWith("systemctl"))).toEqual([]);
    expect(await (await script(plain, { admin: "bob" })).result).toMatchObject({ admin: "bob" });
  });
});

const HELD: PortState = { kind: "taken", holder: { name: "lua5.4", pid: 812, unit: "prosody" } };
const MOVING: Answers = {
  ...{ purpose: "internet", domain: "example.com", host: "example.com", addresses: ["192.0.2.12"], moveFrom: PATH },
};

test("ports that the old server has are free as soon as it is stopped; those of others stay taken", async () => {
  const portState = async ({ port }: { port: number }): Promise<PortState> =>
    port === 5222 || port === 5269
      ? HELD
      : port === 443
        ? { kind: "taken", holder: { name: "nginx", pid: 3, unit: "nginx" } }
        : { kind: "free" };
  const { here } = world({ changes: { portState } });
  const somebody = scriptedPerson("");
  const found = await ports.run(contextFor(somebody, here, MOVING));
  expect(somebody.seen).toContain("right: 5222 5269   free as soon as Prosody is stopped");
  expect(somebody.seen).toContain("note: 443   in use by nginx (pid 3)");
  expect(found.unavailable).toEqual([]);
  const anew = scriptedPerson("");
  await ports.run(contextFor(anew, here, { ...MOVING, moveFrom: "" }));
  expect(anew.seen).toContain("wrong: 5222 5269   in use by lua5.4 (pid 812)");
});

test("the old server's certificate is offered where it is good; ports that it still has cannot prove anything", async () => {
  const root = mkdtempSync(join(tmpdir(), "former-"));
  const certs = `${root}/etc/prosody/certs`;
  mkdirSync(certs, { recursive: true });
  for (const end of ["crt", "key"]) writeFileSync(`${certs}/example.com.${end}`, "");
  const checked: string[] = [];
  const run = async (
    answer: string,
    check: Environment["certificate"]["check"],
    adopt = fakeEnvironment().certificate.adopt,
  ) => {
    const all = world({ changes: { portState: async () => HELD } });
    const machine = { ...all.here.machine, root };
    const here = { ...all.here, machine, certificate: { ...all.here.certificate, check, adopt } };
    return await certificate.run(contextFor(scriptedPerson(answer), here, MOVING));
  };
  const good: Environment["certificate"]["check"] = (...files) => {
    checked.push(...files.slice(0, 2).map(String));
    return { facts: FACTS, findings: [] };
  };
  const files = { chainFile: `${certs}/example.com.crt`, keyFile: `${certs}/example.com.key` };
  const adopted: string[] = [];
  const adopt: Environment["certificate"]["adopt"] = (...pair) => {
    adopted.push(...pair);
    return FACTS;
  };
  expect(await run("", good, adopt)).toEqual({ source: "acme", challenge: "http-01" });
  expect([checked.slice(0, 2), adopted]).toEqual([
    [files.chainFile, files.keyFile],
    [files.chainFile, files.keyFile],
  ]);
  await expect(run("http-01", good)).rejects.toThrow("http-01 is not offered: former");
  await expect(
    run("former", () => {
      throw new CertificateError({ reason: "no-answer", values: {}, remedies: [] });
    }),
  ).rejects.toThrow("former is not offered");
  const own = { ...FACTS, isSelfSigned: true };
  await expect(run("former", () => ({ facts: own, findings: [] }))).rejects.toThrow("former is not offered");
  rmSync(root, { recursive: true });
});
