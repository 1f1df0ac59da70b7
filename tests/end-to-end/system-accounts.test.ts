/** auth.source = "system" from setup to login: the compiled program, as a user who may read /etc/shadow and become nobody else. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmodSync, chownSync, copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type TestWith, testWith } from "../support/needs.ts";
import { runSlixmpp, SLIXMPP } from "../support/peers/slixmpp.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type RunningProgram, runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";
import { noUnixAccounts, type UnixAccounts, unixAccounts } from "../support/process/unix-accounts.ts";

const PASSWORD = "tr\u00E8s secret 1";
const SERVICE_UID = 65534;
const reason = noUnixAccounts();
const systemTest: TestWith =
  reason === undefined
    ? testWith(["setpriv", ...SLIXMPP])
    : Object.assign((title: string) => test.skip(`${title} (${reason})`, () => {}), { each: () => () => {} });

const folder = temporaryFolder("system-accounts");
const home = join(folder.path, "home");
const binary = join(folder.path, "jabber-home");
let unix: UnixAccounts;
let alice: string;

beforeAll(() => {
  if (reason !== undefined) return;
  copyFileSync(compiledProgram(), binary);
  for (const path of [binary, folder.path]) chmodSync(path, 0o755);
  unix = unixAccounts();
  alice = unix.add("alice", PASSWORD);
}, 120_000);
afterAll(() => {
  unix?.[Symbol.dispose]();
  folder[Symbol.dispose]();
});

/** What a service of systemd has: NoNewPrivileges, and SupplementaryGroups where it is said. */
const asService = (...groups: readonly string[]): readonly string[] => [
  ...["setpriv", `--reuid=${SERVICE_UID}`, `--regid=${SERVICE_UID}`, "--no-new-privs", "--bounding-set=-all"],
  groups.length > 0 ? `--groups=${groups.join(",")}` : "--clear-groups",
];

async function setUp(): Promise<void> {
  const listeners = ["client", "client_tls"].map((name) => `listen.${name}=127.0.0.1:0`);
  const off = ["server", "server_tls", "http", "https", "proxy"].map((name) => `listen.${name}=off`);
  const source = ["auth.source=system", "auth.keep_keys=true", `auth.pam_service=${unix.service}`];
  const settings = [...listeners, ...off, ...source, "accounts.iterations=4096"];
  const words = ["setup", "--no-input", "--home", home, "--domain", "localhost", "--certificate", "self-signed"];
  const set = settings.flatMap((setting) => ["--set", setting]);
  const { exit, out, err } = await runProgram([binary, ...words, "--admin", alice, ...set]);
  expect([exit, err]).toEqual([0, ""]);
  expect(out).toContain(`/etc/pam.d/${unix.service}`);
  const paths = readdirSync(home, { recursive: true, encoding: "utf8" }).map((name) => join(home, name));
  for (const path of [home, ...paths]) chownSync(path, SERVICE_UID, SERVICE_UID);
}

async function started(...groups: readonly string[]) {
  const server: RunningProgram = startProgram([...asService(...groups), binary, "run", "--home", home]);
  const [, port] = await server.prints(/server-started .*client=\S+:(\d+) client_tls=/);
  const login = (password: string, name: "named" | "unnamed") =>
    runSlixmpp("system_login.py", { host: "127.0.0.1", port: Number(port), password, home }, [
      `${alice}@localhost`,
      name,
    ]);
  return { server, login };
}

systemTest(
  "set up without a password, slixmpp signs in by PLAIN, then by SCRAM where the stream names the account",
  async () => {
    await setUp();
    const { server, login } = await started("shadow");
    await using _ = server;
    expect((await login("wrong", "unnamed")).one("refused")).toEqual({ offered: ["PLAIN"] });
    const first = await login(PASSWORD, "named");
    expect([first.one("mechanism"), first.one("in")]).toEqual([
      { name: "PLAIN", offered: ["PLAIN"] },
      { jid: `${alice}@localhost` },
    ]);
    const second = await login(PASSWORD, "named");
    expect(second.one("mechanism").name).toMatch(/^SCRAM-SHA-/);
    expect((await login(PASSWORD, "unnamed")).one("mechanism").name).toBe("PLAIN");
    unix.setPassword(alice, "another password");
    expect((await login(PASSWORD, "named")).one("refused")).toEqual({ offered: ["PLAIN"] });
    expect((await login("another password", "named")).one("mechanism").name).toBe("PLAIN");
    expect((await login("another password", "named")).one("mechanism").name).toMatch(/^SCRAM-SHA-/);
    unix.setPassword(alice, PASSWORD);
    const { out } = await runProgram([binary, "user", "list", "--json", "--home", home]);
    expect(JSON.parse(out).users).toMatchObject([{ jid: `${alice}@localhost`, admin: true }]);
    const add = await runProgram([binary, "user", "passwd", alice, "--password-file", "-", "--home", home], {
      input: "long enough",
    });
    expect([add.exit, add.err]).toEqual([78, expect.stringContaining("Unix account")]);
    expect(server.output()).not.toMatch(/shadow-unreadable|secret/);
  },
  120_000,
);

systemTest(
  "without the group shadow every password looks wrong: that is said at the start",
  async () => {
    const { server, login } = await started();
    await using _ = server;
    await server.prints(/shadow-unreadable/);
    expect((await login(PASSWORD, "unnamed")).all("in")).toEqual([]);
  },
  120_000,
);
