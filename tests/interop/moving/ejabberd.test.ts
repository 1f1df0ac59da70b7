/** From Debian's ejabberd to here: its backup, its dump, and its database, of the old schema and of the new one. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Element } from "ltx";
import { describeWith } from "../../support/needs.ts";
import { ejabberd, ejabberdMnesia } from "../../support/peers/ejabberd.ts";
import { type Installation, logIn, roomsOf, start, temporaryFolder } from "../../support/peers/peer.ts";
import { run } from "../../support/peers/run.ts";
import { AIOHTTP, SLIXMPP } from "../../support/peers/slixmpp.ts";
import { PASSWORD } from "../../support/server.ts";
import {
  ACCENTED,
  ACCOUNTS,
  fill,
  type Household,
  importedHome,
  importRefused,
  type MovedHome,
  testsOfHousehold,
} from "./household.ts";

/** As it is called at many servers, and not here. */
const ROOMS = "conference.localhost";
const NEW_SCHEMA = "/usr/share/ejabberd/sql/lite.new.sql";

interface Prepared {
  readonly installation: Installation;
  readonly household: Household;
}

/** ejabberdctl: a node of its own that asks the one of the server, without epmd, as that one was started. */
function control({ command, environment, folder }: Installation, ...words: string[]): void {
  const port = command[command.indexOf("-erl_epmd_port") + 1] ?? "";
  const node = ["-sname", "ctl@localhost", "-noinput", "-hidden", "-dist_listen", "false"];
  const distribution = ["-erl_epmd_port", port, "-start_epmd", "false"];
  const asked = ["-s", "ejabberd_ctl", "-extra", "ejabberd@localhost", ...words];
  run(["erl", ...node, ...distribution, ...asked], { ...environment, HOME: folder });
}

/** Installs it below a folder, fills it, puts its files where they are looked for, and stops it; `beforeStop` may ask it for something. */
async function prepared(
  peer: typeof ejabberd,
  folder: string,
  { change, beforeStop }: { change?: (folder: string) => void; beforeStop?: (installation: Installation) => void },
): Promise<Prepared> {
  mkdirSync(folder);
  const accounts = [...ACCOUNTS, ACCENTED];
  const installation = await peer.install(folder, { accounts, password: PASSWORD, web: true });
  const file = join(folder, "ejabberd.yml");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll(roomsOf("localhost"), ROOMS));
  change?.(folder);
  const running = await start(installation);
  try {
    const household = await fill(installation, ROOMS, join(folder, "certificate.pem"));
    cpSync(join(folder, "files"), join(folder, "upload"), { recursive: true });
    beforeStop?.(installation);
    return { installation, household };
  } finally {
    await running.stop();
  }
}

/** Replaces the database by one of the new schema, with the same accounts. */
function toNewSchema(folder: string): void {
  const file = join(folder, "ejabberd.sqlite");
  const old = new Database(file);
  const users = old
    .query<Record<string, string | number>, []>("SELECT username, password, serverkey, salt, iterationcount FROM users")
    .all();
  old.close();
  rmSync(file);
  const database = new Database(file);
  database.exec(readFileSync(NEW_SCHEMA, "utf8"));
  const insert = database.query(
    "INSERT INTO users (username, password, serverkey, salt, iterationcount, server_host) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const user of users) insert.run(...Object.values(user), "localhost");
  database.close();
  appendFileSync(join(folder, "ejabberd.yml"), "new_sql_schema: true\n");
}

describeWith(["erl", "/usr/sbin/ejabberdctl", "openssl", ...SLIXMPP, AIOHTTP])("ejabberd", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let mnesia: Prepared;

  beforeAll(async () => {
    folder = temporaryFolder("moving");
    const beforeStop = (installation: Installation): void => {
      control(installation, "srg_create", "family", "localhost", "The Family", "all of them", "family");
      for (const user of ["carol", "dave"])
        control(installation, "srg_user_add", user, "localhost", "family", "localhost");
      for (const kind of ["backup", "dump"]) {
        cpSync(join(installation.folder, "upload"), join(folder.path, kind, "upload"), { recursive: true });
        control(installation, kind, join(folder.path, kind, `ejabberd.${kind}`));
      }
      mkdirSync(join(folder.path, "piefxis"));
      control(installation, "export_piefxis", join(folder.path, "piefxis"));
    };
    mnesia = await prepared(ejabberdMnesia, join(folder.path, "mnesia"), { beforeStop });
  }, 240_000);
  afterAll(() => folder?.remove());

  /** The folder with the data is `name`; what has not been filled yet is `prepare`d. */
  const testsOf = (name: string, prepare: () => Promise<Prepared> | Prepared): void =>
    describe(`its ${name}`, () => {
      let from: Prepared;
      let moved: MovedHome;

      beforeAll(async () => {
        from = await prepare();
        moved = await importedHome(join(folder.path, `here-${name}`), join(folder.path, name), name === "dump");
      }, 240_000);
      afterAll(async () => {
        await moved?.running.stop();
      });

      test("is recognised, with the circles that it has", () => {
        const { source, total } = moved.reports.first;
        expect([source, total.stored.circles]).toEqual(["ejabberd", from === mnesia ? 1 : undefined]);
      });
      testsOfHousehold(
        () => moved,
        () => from.household,
        ROOMS,
      );
    });

  testsOf("backup", () => mnesia);
  testsOf("dump", () => mnesia);
  testsOf("database", () => prepared(ejabberd, join(folder.path, "database"), {}));
  testsOf("new-database", () => prepared(ejabberd, join(folder.path, "new-database"), { change: toNewSchema }));

  describe("its export_piefxis (XEP-0227), which has neither history nor nodes nor rooms", () => {
    let moved: MovedHome;
    beforeAll(async () => {
      moved = await importedHome(join(folder.path, "here-piefxis"), join(folder.path, "piefxis"));
    }, 240_000);
    afterAll(async () => {
      await moved?.running.stop();
    });

    test("is recognised: a file that includes one for each host", () => {
      const { trial, first, second } = moved.reports;
      expect(first.source).toBe("xep0227");
      expect([trial.total.stored, second.total.stored]).toEqual([first.total.stored, {}]);
      expect(first.accounts.filter(({ needsPassword }) => needsPassword)).toEqual([]);
      expect(first.total.stored).toMatchObject({ accounts: ACCOUNTS.length + 1, offline: 3 });
    });

    test("people sign in: its SCRAM keys are base64 of base64", async () => {
      const { installation } = moved.running;
      for (const mechanism of ["SCRAM-SHA-1", "PLAIN"])
        for (const username of ["alice", ACCENTED]) {
          const login = { username, password: PASSWORD, resource: "x", mechanism };
          const client = await logIn(installation, login, "starttls");
          expect([client.mechanism, client.jid]).toEqual([mechanism, `${username}@localhost/x`]);
          await client.end();
        }
    });

    test("contacts, with their groups, are as before", async () => {
      const login = { username: "alice", password: PASSWORD, resource: "x" };
      const client = await logIn(moved.running.installation, login, "starttls");
      const { children } = await client.iq("get", new Element("query", { xmlns: "jabber:iq:roster" }));
      await client.end();
      const items = (children[0] as Element).getChildren("item").map(({ attrs }) => attrs.jid as string);
      expect(items.length).toBeGreaterThan(0);
      const before = JSON.stringify(mnesia.household.before.one("account alice").roster);
      for (const jid of items) expect(before).toContain(`"${jid}"`);
    });
  });

  test("the folder of Mnesia is known, and the command that makes a backup is told", async () => {
    const spool = join(mnesia.installation.folder, "spool");
    const refused = await importRefused(spool, join(folder.path, "here-backup/home"));
    expect(refused).toContain("ejabberdctl backup");
  });
});
