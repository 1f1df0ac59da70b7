/** `setup --move-from`: a Prosody that runs is looked through, stopped and moved, by one command; systemctl is a script. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../../support/needs.ts";
import { freePorts } from "../../support/network/free-ports.ts";
import { type Installation, logIn, type Running, start, temporaryFolder } from "../../support/peers/peer.ts";
import { prosodyInternal } from "../../support/peers/prosody.ts";
import { run } from "../../support/peers/run.ts";
import { AIOHTTP, runSlixmpp, SLIXMPP, type SlixmppEvents } from "../../support/peers/slixmpp.ts";
import { program } from "../../support/process/program.ts";
import { type EndedProgram, runProgram, startProgram } from "../../support/process/started.ts";
import { PASSWORD } from "../../support/server.ts";
import { ACCENTED, ACCOUNTS, fill, type Household } from "./household.ts";

const ROOMS = "conference.localhost";
const TIMEOUT_MS = 240_000;

/** A systemctl that knows one unit, prosody: the process whose id is in `pid`. */
const SYSTEMCTL = `#!/bin/sh
cd "$(dirname "$0")/state" || exit 1
echo "$*" >> log
case "$*" in
  "show prosody --property=LoadState") echo LoadState=loaded ;;
  "is-active --quiet prosody") [ -s pid ] && kill -0 "$(cat pid)" 2>/dev/null || exit 3 ;;
  "is-enabled --quiet prosody") [ -e enabled ] || exit 1 ;;
  "stop prosody") kill "$(cat pid)"; while kill -0 "$(cat pid)" 2>/dev/null; do sleep 0.1; done; echo stopped >> log ;;
  "start prosody") echo started >> log ;;
  "disable prosody") rm enabled ;;
  *) echo "$*: not known" >&2; exit 1 ;;
esac
`;

// It stops services for root alone.
const describeAsRoot =
  process.getuid?.() === 0 ? describeWith(["prosody", "prosodyctl", "openssl", ...SLIXMPP, AIOHTTP]) : describe.skip;

describeAsRoot("Prosody moves here in setup", () => {
  const folder = temporaryFolder("moving-in-setup");
  const bin = join(folder.path, "bin");
  const state = join(bin, "state");
  const home = join(folder.path, "home");
  const data = join(folder.path, "data");
  let installation: Installation;
  let household: Household;
  let old: Running | undefined;
  let here: Running | undefined;
  const log = (): string[] =>
    existsSync(join(state, "log")) ? readFileSync(join(state, "log"), "utf8").trim().split("\n") : [];

  beforeAll(async () => {
    mkdirSync(state, { recursive: true });
    writeFileSync(join(bin, "systemctl"), SYSTEMCTL);
    chmodSync(join(bin, "systemctl"), 0o755);
    writeFileSync(join(state, "enabled"), "");
    installation = await prosodyInternal.install(folder.path, { accounts: ACCOUNTS, password: PASSWORD, web: true });
    const file = join(folder.path, "prosody.cfg.lua");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("rooms.localhost", ROOMS));
    run(["prosodyctl", "--config", file, "register", ACCENTED, "localhost", PASSWORD]);
    old = await start(installation);
    household = await fill(installation, ROOMS, join(folder.path, "certificate.pem"));
    writeFileSync(join(state, "pid"), String(old.pid));
  }, TIMEOUT_MS);
  afterAll(async () => {
    await here?.stop();
    await old?.stop();
    folder.remove();
  });

  /** The ports of Prosody are those of the server here. */
  const command = (...flags: string[]): string[] => {
    const [, direct = 0] = freePorts(2);
    const off = ["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`);
    const at = [`listen.client=127.0.0.1:${installation.ports.starttls}`, `listen.client_tls=127.0.0.1:${direct}`];
    const set = [...off, ...at].flatMap((setting) => ["--set", setting]);
    return [
      ...program,
      "setup",
      "--no-input",
      "--home",
      home,
      "--move-from",
      data,
      "--certificate",
      "self-signed",
      ...set,
      ...flags,
    ];
  };
  const env = { PATH: `${bin}:${process.env.PATH}` };
  const setUp = (...flags: string[]): Promise<EndedProgram> => runProgram(command(...flags), { env });

  test("without the agreement nothing is stopped, and it is said what is missing", async () => {
    const { exit, err } = await setUp("--admin", "alice");
    expect([exit, err]).toEqual([2, expect.stringContaining("--stop-old")]);
    expect(log().filter((line) => /^(stop|start|disable)/.test(line))).toEqual([]);
  }, 60_000);

  test("somebody who is not among the accounts cannot administer, which is said before anything is stopped", async () => {
    const { exit, err } = await setUp("--admin", "eve", "--stop-old");
    expect([exit, err]).toEqual([2, expect.stringContaining("eve@localhost")]);
    expect(log()).not.toContain("stop prosody");
  }, 60_000);

  test(
    "killed when the old server has been stopped, and run again: everybody is here, and the old one stays off",
    async () => {
      const killed = startProgram(command("--admin", "alice", "--stop-old", "--disable-old"), { env });
      for (;;) {
        if (log().includes("stopped")) break;
        await Bun.sleep(20);
      }
      killed.signal("SIGKILL");
      await killed.exited;
      const { exit, err, out } = await setUp("--admin", "alice", "--stop-old", "--disable-old");
      expect([exit, err]).toEqual([0, ""]);
      expect(out).toContain("systemctl enable --now prosody");
      expect(log().filter((line) => /^(stop|start|disable)/.test(line))).toEqual([
        "stop prosody",
        "stopped",
        "disable prosody",
      ]);
      expect(existsSync(join(state, "enabled"))).toBe(false);
      expect(existsSync(join(home, "setup.json"))).toBe(false);
      const also = readFileSync(join(home, "config.toml"), "utf8").match(/^also = .*$/gm);
      expect(also).toEqual(['also = [ "upload.localhost" ]', 'also = [ "conference" ]']);
    },
    TIMEOUT_MS,
  );

  test(
    "people sign in at the same port with the password that they had, and find what they had",
    async () => {
      const ours: Installation = { ...installation, folder: home, command: [...program, "run", "--home", home] };
      here = await start(ours);
      for (const username of ["alice", "bob", ACCENTED]) {
        const client = await logIn(ours, { username, password: PASSWORD, resource: "x" }, "starttls");
        expect(client.jid).toBe(`${username}@localhost/x`);
        await client.end();
      }
      const target = { host: "127.0.0.1", port: ours.ports.starttls, password: PASSWORD, home };
      const after: SlixmppEvents = await runSlixmpp("household_seen.py", target, [ROOMS]);
      for (const event of ["account alice", "account bob", "room garden"])
        expect([event, after.one(event)]).toEqual([event, household.before.one(event)]);
      const { users } = JSON.parse(run([...program, "user", "list", "--home", home, "--json"]));
      expect(users.filter(({ admin }: { admin: boolean }) => admin).map(({ jid }: { jid: string }) => jid)).toEqual([
        "alice@localhost",
      ]);
    },
    TIMEOUT_MS,
  );
});
