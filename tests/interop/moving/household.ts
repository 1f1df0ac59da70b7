/** What slixmpp has put into another server, which is then imported: the same is seen at both. */
import { expect, test } from "bun:test";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { type Installation, logIn, type Running, start } from "../../support/peers/peer.ts";
import { run } from "../../support/peers/run.ts";
import { runSlixmpp, type SlixmppEvents, type SlixmppTarget } from "../../support/peers/slixmpp.ts";
import { program } from "../../support/process/program.ts";
import { PASSWORD } from "../../support/server.ts";

/** Those that the old server has. */
export const ACCOUNTS = ["alice", "bob", "carol", "dave"];
export const ACCENTED = "andré_l";

/** What alice has uploaded. */
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export interface Household {
  /** Of alice's file. */
  readonly url: string;
  /** What was seen at the old server. */
  readonly before: SlixmppEvents;
}

/** Fills a server that runs, and looks at it. `certificate` is its file; slixmpp trusts it. */
export async function fill(installation: Installation, rooms: string, certificate: string): Promise<Household> {
  const { folder, ports, domain } = installation;
  const home = join(folder, "trusted");
  mkdirSync(join(home, "certificate/self-signed"), { recursive: true });
  cpSync(certificate, join(home, "certificate/self-signed/chain.pem"));
  const target = { host: "127.0.0.1", port: ports.starttls, password: PASSWORD, home };
  const filled = await runSlixmpp("household.py", target, [rooms, `upload.${domain}`]);
  return {
    url: String(filled.one("uploaded").url),
    before: await runSlixmpp("household_seen.py", target, [rooms]),
  };
}

export interface Report {
  readonly source: string;
  readonly total: {
    readonly stored: Readonly<Record<string, number>>;
    readonly known: Readonly<Record<string, number>>;
  };
  readonly accounts: readonly {
    readonly account: string;
    readonly left: readonly unknown[];
    readonly needsPassword: boolean;
  }[];
}

export interface MovedHome {
  readonly reports: { readonly trial: Report; readonly first: Report; readonly second: Report };
  readonly running: Running;
  readonly target: SlixmppTarget;
}

/**
 * A new home below a folder, into which a source is imported: as a trial, in earnest, and once more; while its server is stopped,
 * or runs, and is then started again for the names that have come.
 */
export async function importedHome(folder: string, source: string, isRunning = false): Promise<MovedHome> {
  const installation = await jabberHome.install(folder, { accounts: ["first"], password: PASSWORD, web: true });
  const home = join(folder, "home");
  const imported = (...flags: string[]): Report =>
    JSON.parse(run([...program, "import", source, "--home", home, "--no-input", "--json", ...flags]));
  const before = isRunning ? await start(installation) : undefined;
  const reports = { trial: imported("--dry-run"), first: imported(), second: imported() };
  await before?.stop();
  const running = await start(installation);
  return {
    reports,
    running,
    target: { host: "127.0.0.1", port: installation.ports.starttls, password: PASSWORD, home },
  };
}

/** What has to be seen of a household after it has moved. */
export function testsOfHousehold(moved: () => MovedHome, household: () => Household, rooms: string): void {
  const before = (): SlixmppEvents => household().before;
  let after: SlixmppEvents;

  test("a trial counts what then comes, and a second import brings nothing twice", () => {
    const { trial, first, second } = moved().reports;
    expect(trial.total.stored).toEqual(first.total.stored);
    expect(second.total.stored).toEqual({});
    expect(first.accounts.filter(({ needsPassword }) => needsPassword)).toEqual([]);
    expect(first.accounts.flatMap(({ left }) => left)).toEqual([]);
  });

  test("people sign in with their passwords, by SCRAM-SHA-1 and by PLAIN", async () => {
    const { installation } = moved().running;
    for (const mechanism of ["SCRAM-SHA-1", "PLAIN"])
      for (const username of ["alice", "bob", ACCENTED]) {
        const client = await logIn(
          installation,
          { username, password: PASSWORD, resource: "x", mechanism },
          "starttls",
        );
        expect([client.mechanism, client.jid]).toEqual([mechanism, `${username}@localhost/x`]);
        await client.end();
      }
    const wrong = logIn(installation, { username: "dave", password: "wrong", resource: "x" }, "starttls");
    expect(wrong).rejects.toThrow();
    await wrong.catch(() => undefined);
  });

  test("everything is seen as before: contacts, archives in order and with their ids, nodes, block lists, preferences", async () => {
    after = await runSlixmpp("household_seen.py", moved().target, [rooms, "carol"]);
    for (const event of ["account alice", "account bob", "private", "seen by bob"])
      expect([event, after.one(event)]).toEqual([event, before().one(event)]);
    expect((after.one("account alice").archive as unknown[]).length).toBe(42);
  });

  test("rooms have their configuration, affiliations, subject and archive", () => {
    for (const event of ["subject", "room garden", "room cellar"])
      expect([event, after.one(event)]).toEqual([event, before().one(event)]);
  });

  test("a file is found by its old link, with its owner's bytes", async () => {
    const { web, domain } = moved().running.installation;
    const { pathname } = new URL(household().url);
    const answer = await fetch(`https://127.0.0.1:${web?.port}${pathname}`, {
      headers: { host: domain },
      tls: { rejectUnauthorized: false },
    });
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).toString("base64")]).toEqual([200, PICTURE]);
  });

  test("who was away is given the messages that waited, with their time, and hears who has asked", () => {
    const { waiting, asking } = after.one("carol");
    expect(waiting).toEqual([0, 1, 2].map((number) => ["bob@localhost", `for carol ${number} é`, true]));
    expect(asking).toEqual(["alice@localhost", "bob@localhost"]);
  });
}

/** What is said of a source that is refused. */
export async function importRefused(source: string, home: string): Promise<string> {
  const child = Bun.spawn([...program, "import", source, "--home", home, "--no-input", "--dry-run"], {
    env: { ...process.env, LANG: "C.UTF-8" },
    stdout: "ignore",
    stderr: "pipe",
  });
  const said = await new Response(child.stderr).text();
  expect(await child.exited).not.toBe(0);
  return said;
}
