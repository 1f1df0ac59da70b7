/** auth.source = "system": real PAM, with users that the test makes. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { Client } from "../support/client/client.ts";
import { FAST, signIn } from "../support/client/sasl2.ts";
import { authentication, LAPTOP, newStream, outcomeOf, textsOf } from "../support/client/signing-in.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { noUnixAccounts, type UnixAccounts, unixAccounts } from "../support/process/unix-accounts.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const reason = noUnixAccounts();
const systemTest = (title: string, body: () => Promise<void>): void =>
  reason === undefined ? test(title, body, 60_000) : test.skip(`${title} (${reason})`, body);

const PASSWORD = "tr\u00E8s secret 1";
let unix: UnixAccounts;
let server: TestServer | undefined;
let alice: string;

beforeAll(() => {
  if (reason !== undefined) return;
  unix = unixAccounts();
  alice = unix.add("alice", PASSWORD);
});
afterEach(async () => {
  await server?.[Symbol.asyncDispose]();
  server = undefined;
});
afterAll(() => unix?.[Symbol.dispose]());

async function start(...settings: readonly string[]): Promise<TestServer> {
  const source = ["auth.source=system", `auth.pam_service=${unix.service}`];
  server = await startTestServer({ settings: [...source, ...settings] });
  return server;
}

/** "in" or the condition of RFC 6120 §6.5, by PLAIN where nothing else is said. */
async function login(on: TestServer, username: string, password: string, mechanism = "PLAIN", from?: string) {
  const client = await newStream(on, from);
  try {
    return await outcomeOf(client.authenticate({ username, password, mechanism }));
  } finally {
    client.destroy();
  }
}

/** What is offered to a stream that names an account, or none. */
async function offered(on: TestServer, name?: string): Promise<string[]> {
  const client = await newStream(on, name === undefined ? undefined : `${name}@localhost`);
  client.destroy();
  return textsOf(authentication(client.features), "mechanism");
}

systemTest("an account appears when its Unix user signs in for the first time, by PLAIN under TLS", async () => {
  const on = await start();
  expect(await offered(on)).toEqual(["PLAIN"]);
  expect(await login(on, alice, PASSWORD)).toBe("in");
  const { users } = (await askServer(on.home, "GET /users")) ?? { users: [] };
  expect(users.map(({ jid, admin }) => [jid, admin])).toEqual([[`${alice}@localhost`, false]]);
  const inClear = await Client.connect(on.at("none"));
  expect(inClear.features.getChild("mechanisms")).toBeUndefined();
  inClear.destroy();
  expect(on.errors).toEqual([]);
});

systemTest("wrong passwords, names that nobody has, root and the accounts of programs are all the same", async () => {
  const on = await start("limits.failures_per_account=100", "limits.failures_per_address=100");
  const daemon = unix.add("daemon", PASSWORD);
  unix.modify(daemon, "--uid", "567");
  const locked = unix.add("locked", PASSWORD);
  unix.modify(locked, "--lock");
  for (const [name, password] of [
    [alice, "wrong"],
    ["nobody-of-this-name", PASSWORD],
    ["root", PASSWORD],
    [daemon, PASSWORD],
    [locked, PASSWORD],
    [alice.toUpperCase(), "wrong"],
    [alice, ""],
    [alice, "x".repeat(5000)],
  ] as const)
    expect([name, await login(on, name, password)]).toEqual([
      name,
      password === "" ? "malformed-request" : "not-authorized",
    ]);
  expect(await askServer(on.home, "GET /users")).toEqual({ users: [] });
});

systemTest("who has the right password and an account that has expired is told that it may not be used", async () => {
  const on = await start();
  const expired = unix.add("expired", PASSWORD);
  unix.modify(expired, "--expiredate", "2020-01-01");
  expect(await login(on, expired, PASSWORD)).toBe("account-disabled");
  expect(await login(on, expired, "wrong")).toBe("not-authorized");
});

systemTest("groups: only those of allow_groups, and none of deny_groups", async () => {
  const [member, other] = [unix.add("member", PASSWORD), unix.add("other", PASSWORD)];
  unix.modify(member, "--append", "--groups", unix.group);
  const outcomes = async (setting: string) => {
    const on = await start(setting);
    const all = [await login(on, member, PASSWORD), await login(on, other, PASSWORD)];
    const warned = on.events.filter(({ event }) => event === "groups-unknown").length;
    await on[Symbol.asyncDispose]();
    server = undefined;
    return [...all, warned];
  };
  expect(await outcomes(`auth.allow_groups=${unix.group}`)).toEqual(["in", "not-authorized", 0]);
  expect(await outcomes(`auth.deny_groups=${unix.group}`)).toEqual(["not-authorized", "in", 0]);
  // A group may be the user's first one, too; one that is not there has no members, which is said.
  expect(await outcomes(`auth.deny_groups=${other},no-such-group`)).toEqual(["in", "not-authorized", 1]);
});

systemTest(
  "keep_keys: SCRAM is offered to the stream that names an account with kept keys; a new password replaces them",
  async () => {
    const on = await start("auth.keep_keys=true");
    const carol = unix.add("carol", PASSWORD);
    const jid = `${carol}@localhost`;
    expect(await offered(on, carol)).toEqual(["PLAIN"]);
    expect(await login(on, carol, PASSWORD)).toBe("in");
    const SCRAM = ["SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1"];
    expect(await offered(on, carol)).toEqual([...SCRAM.map((name) => `${name}-PLUS`), ...SCRAM, "PLAIN"]);
    expect([await offered(on), await offered(on, alice)]).toEqual([["PLAIN"], ["PLAIN"]]);
    for (const mechanism of ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1"]) {
      expect(await login(on, carol, PASSWORD, mechanism, jid)).toBe("in");
      expect(await login(on, carol, "wrong", mechanism, jid)).toBe("not-authorized");
    }
    // The keys are kept, but not what a login needs besides: that the account may be used.
    unix.modify(carol, "--expiredate", "2020-01-01");
    expect(await login(on, carol, PASSWORD, "SCRAM-SHA-256-PLUS", jid)).toBe("account-disabled");
    unix.modify(carol, "--expiredate", "");
    unix.setPassword(carol, "another password");
    expect(await offered(on, carol)).toEqual(["PLAIN"]);
    expect(await login(on, carol, PASSWORD)).toBe("not-authorized");
    expect(await login(on, carol, "another password")).toBe("in");
    expect(await login(on, carol, "another password", "SCRAM-SHA-256-PLUS", jid)).toBe("in");
    expect(await login(on, carol, PASSWORD, "SCRAM-SHA-256-PLUS", jid)).toBe("not-authorized");
    unix.modify(carol, "--lock");
    expect(await offered(on, carol)).toEqual(["PLAIN"]);
    expect(on.errors).toEqual([]);
  },
);

systemTest("XEP-0484: a token is good until the Unix account expires, and ends with its password", async () => {
  const on = await start();
  const dave = unix.add("dave", PASSWORD);
  const jid = `${dave}@localhost`;
  const mechanism = "HT-SHA-256-EXPR";
  const agent = LAPTOP;
  const first = await newStream(on);
  const inline = [`<request-token xmlns="${FAST}" mechanism="${mechanism}"/>`];
  const success = await signIn(first, { username: dave, password: PASSWORD, mechanism: "PLAIN", agent, inline });
  const token: string = success.getChild("token", FAST)?.attrs.token;
  first.destroy();
  const byToken = async () => {
    const client = await newStream(on);
    const outcome = await outcomeOf(signIn(client, { username: dave, mechanism, token, agent }));
    client.destroy();
    return outcome;
  };
  expect(await byToken()).toBe("in");
  unix.modify(dave, "--expiredate", "2020-01-01");
  expect(await byToken()).toBe("account-disabled");
  unix.modify(dave, "--expiredate", "");
  expect(await byToken()).toBe("in");
  const session = await Client.login(on.at("direct"), { username: dave, password: PASSWORD, mechanism: "PLAIN" });
  unix.setPassword(dave, "another password");
  expect(await byToken()).toBe("credentials-expired");
  // The sessions that the old password has begun end as well.
  expect(await streamErrorOf(session)).toBe("not-authorized");
  unix.setPassword(dave, PASSWORD);
  expect([jid, await byToken()]).toEqual([jid, "not-authorized"]);
});

systemTest("neither accounts nor passwords are made here, by no door", async () => {
  const on = await start();
  expect(await login(on, alice, PASSWORD)).toBe("in");
  const jid = `${alice}@localhost`;
  const refused = (reason: string) => expect.objectContaining({ reason });
  const user = { jid: "bob@localhost", password: "long enough", admin: false };
  await expect(askServer(on.home, "POST /users", { users: [user] })).rejects.toThrow(refused("accounts-elsewhere"));
  await expect(askServer(on.home, "PUT /users/password", { jid, password: "long enough" })).rejects.toThrow(
    refused("password-elsewhere"),
  );
  await expect(askServer(on.home, "POST /users/invitations", {})).rejects.toThrow(refused("accounts-elsewhere"));
  await expect(askServer(on.home, "POST /users/reset", { jid })).rejects.toThrow(refused("password-elsewhere"));
  const client = await Client.login(on.at("direct"), { username: alice, password: PASSWORD, mechanism: "PLAIN" });
  const query = '<query xmlns="jabber:iq:register">';
  client.send(
    `<iq type="set" id="p">${query}<username>${alice}</username><password>long enough</password></query></iq>`,
  );
  const answer = await client.receive(({ attrs }) => attrs.id === "p");
  expect(String(answer)).toMatch(/type="error".*<not-allowed /);
  client.destroy();
  const stranger = await newStream(on);
  expect(stranger.features.getChild("register", "http://jabber.org/features/iq-register")).toBeUndefined();
  stranger.destroy();
  // Switched off here, the right password does not help; removed here, the account appears anew.
  await askServer(on.home, "POST /users/disable", { jid });
  expect(await login(on, alice, PASSWORD)).toBe("account-disabled");
  await askServer(on.home, "DELETE /users", { jid });
  expect(await login(on, alice, PASSWORD)).toBe("in");
});

systemTest("the pages take the same password, and say where it is changed", async () => {
  const on = await start("listen.https=127.0.0.1:0");
  const browser = browserOf(on);
  expect((await signInOn(browser, alice, "wrong")).status).toBe(403);
  await signInOn(browser, alice, PASSWORD);
  const page = await browser.get("/account");
  expect(page.html).toContain(`${alice}@localhost`);
  expect(page.html).toContain("Your password is not kept here");
  expect((await browser.get("/account/password")).status).toBe(404);
  unix.serve("auth required pam_no_such_module.so\n");
  expect((await signInOn(browserOf(on), alice, PASSWORD)).status).toBe(503);
  unix.serve("@include common-auth\n@include common-account\n");
});

systemTest("PAM that hangs is given up in time, and the server goes on", async () => {
  const on = await start("auth.timeout=1s");
  unix.serve("auth required pam_exec.so quiet /bin/sleep 5\naccount required pam_permit.so\n");
  expect(await login(on, alice, PASSWORD)).toBe("temporary-auth-failure");
  unix.serve("@include common-auth\n@include common-account\n");
  expect(await login(on, alice, PASSWORD)).toBe("in");
});

systemTest(
  "the delay that a module asks for after a failure is not waited for: it would hold up everybody",
  async () => {
    const on = await start("auth.timeout=5s");
    unix.serve("auth optional pam_faildelay.so delay=30000000\n@include common-auth\n@include common-account\n");
    expect(await login(on, alice, "wrong")).toBe("not-authorized");
    unix.serve("@include common-auth\n@include common-account\n");
  },
);

systemTest("PAM that cannot ask whoever knows is no wrong password", async () => {
  const on = await start();
  unix.serve("auth required pam_no_such_module.so\naccount required pam_permit.so\n");
  expect(await login(on, alice, PASSWORD)).toBe("temporary-auth-failure");
  unix.serve("@include common-auth\n@include common-account\n");
});

systemTest("without the service's file the server does not start: PAM would go by another one", async () => {
  await expect(
    startTestServer({ settings: ["auth.source=system", "auth.pam_service=no-such-service"] }),
  ).rejects.toThrow(
    expect.objectContaining({ problem: { kind: "no-pam-service", detail: "/etc/pam.d/no-such-service" } }),
  );
});
