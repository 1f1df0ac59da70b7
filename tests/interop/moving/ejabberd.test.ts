/** From Debian's ejabberd to here: its backup, its dump, and its database. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../../support/needs.ts";
import { ejabberd, ejabberdMnesia } from "../../support/peers/ejabberd.ts";
import { type Installation, roomsOf, start, temporaryFolder } from "../../support/peers/peer.ts";
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

/** ejabberdctl: a node of its own that asks the one of the server, without epmd, as that one was started. */
function control({ command, environment, folder }: Installation, ...words: string[]): void {
  const port = command[command.indexOf("-erl_epmd_port") + 1] ?? "";
  const node = ["-sname", "ctl@localhost", "-noinput", "-hidden", "-dist_listen", "false"];
  const distribution = ["-erl_epmd_port", port, "-start_epmd", "false"];
  const asked = ["-s", "ejabberd_ctl", "-extra", "ejabberd@localhost", ...words];
  run(["erl", ...node, ...distribution, ...asked], { ...environment, HOME: folder });
}

describeWith(["erl", "/usr/sbin/ejabberdctl", "openssl", ...SLIXMPP, AIOHTTP])("ejabberd", () => {
  const folder = temporaryFolder("moving");
  /** Files, by what they are, in folders of their own with the uploads. */
  const sources = { backup: "", dump: "", database: "" };
  const households = new Map<string, Household>();

  const prepare = async (peer: typeof ejabberd, made: readonly (keyof typeof sources)[]): Promise<void> => {
    const home = join(folder.path, peer.name);
    mkdirSync(home);
    const accounts = [...ACCOUNTS, ACCENTED];
    const installation = await peer.install(home, { accounts, password: PASSWORD, web: true });
    const file = join(home, "ejabberd.yml");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(roomsOf("localhost"), ROOMS));
    const running = await start(installation);
    try {
      const household = await fill(installation, ROOMS, join(home, "certificate.pem"));
      for (const kind of made) {
        const target = join(folder.path, kind);
        cpSync(join(home, "files"), join(target, "upload"), { recursive: true });
        if (kind !== "database") control(installation, kind, join(target, `ejabberd.${kind}`));
        households.set(kind, household);
        sources[kind] = target;
      }
    } finally {
      await running.stop();
    }
    if (made.includes("database")) cpSync(join(home, "ejabberd.sqlite"), join(sources.database, "ejabberd.sqlite"));
  };

  beforeAll(async () => {
    await prepare(ejabberdMnesia, ["backup", "dump"]);
    await prepare(ejabberd, ["database"]);
  }, 240_000);
  afterAll(() => folder.remove());

  for (const kind of ["backup", "dump", "database"] as const)
    describe(`its ${kind}`, () => {
      let moved: MovedHome;

      beforeAll(async () => {
        moved = await importedHome(join(folder.path, `here-${kind}`), sources[kind]);
      }, 120_000);
      afterAll(async () => {
        await moved?.running.stop();
      });

      test("is recognised", () => {
        expect(moved.reports.first.source).toBe("ejabberd");
      });
      testsOfHousehold(
        () => moved,
        () => (households.get(kind) as Household).before,
        ROOMS,
      );
    });

  test("the folder of Mnesia is known, and the command that makes a backup is told", async () => {
    const spool = join(folder.path, ejabberdMnesia.name, "spool");
    const home = join(folder.path, "here-backup", "home");
    const refused = await importRefused(spool, home);
    expect(refused).toContain("ejabberdctl backup");
  });
});
