/** An account that is exported here (XEP-0227) moves to Prosody, by its migrator, and back. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileFromServer } from "../../../src/control/client.ts";
import type { Client } from "../../support/client/client.ts";
import { describeWith } from "../../support/needs.ts";
import { folderIn, type Installation, logIn, type Running, start, temporaryFolder } from "../../support/peers/peer.ts";
import { prosodyInternal } from "../../support/peers/prosody.ts";
import { run } from "../../support/peers/run.ts";
import { PASSWORD } from "../../support/server.ts";
import { filledServer, testsOfAlice } from "./filled.ts";
import { importedHome, type MovedHome } from "./household.ts";

const MIGRATOR = "/usr/bin/prosody-migrator";

/** The file of alice. */
async function exportedAlice(): Promise<string> {
  await using server = await filledServer();
  return await new Response(await fileFromServer(server.home, "POST /export", { jid: "alice", withKeys: true })).text();
}

/** The data folder is built into the migrator, and root becomes another user: a copy of it that does as it is told here. */
function migratorFor(folder: string, data: string): string {
  const copy = join(folder, "migrator");
  const text = readFileSync(MIGRATOR, "utf8").replace(/^CFG_DATADIR=.*$/m, `CFG_DATADIR='${data}';`);
  writeFileSync(copy, text.replace("startup.switch_user();", ""));
  return copy;
}

/** Moves what is of alice from a kind of store to another; XEP-0227 files are read and written in the folder `data`. */
function migrate(folder: string, data: string, input: string, output: string): void {
  const file = join(folder, "migrator.cfg.lua");
  const stores = ["accounts", "roster", "vcard", "private", "pep-pubsub", "archive-archive"].map((name) => `"${name}"`);
  writeFileSync(
    file,
    `input { hosts = { ["localhost"] = { ${stores.join(", ")} } }; ${input} }\noutput { ${output} }\n`,
  );
  run(["lua5.4", migratorFor(folder, data), "--keep-going", "--config", file]);
}

describeWith([MIGRATOR, "lua5.4", "prosody", "prosodyctl", "openssl"])("Prosody, after its migrator", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let installation: Installation;
  let running: Running;
  let alice: Client;

  beforeAll(async () => {
    folder = temporaryFolder("export");
    installation = await prosodyInternal.install(folder.path, { accounts: [], password: PASSWORD });
    const data = join(folder.path, "data");
    writeFileSync(join(data, "alice@localhost.xml"), await exportedAlice());
    migrate(folder.path, data, 'type = "xep0227"', `type = "internal"; path = "${data}"`);
    running = await start(installation);
    alice = await logIn(installation, { username: "alice", password: PASSWORD, resource: "test" }, "starttls");
  }, 60_000);
  afterAll(async () => {
    await alice?.end();
    await running?.stop();
    folder?.remove();
  });

  test("takes the password: the keys are those of SCRAM-SHA-1", () => {
    expect(alice.jid).toBe("alice@localhost/test");
  });

  // The migrator does not take what is blocked.
  testsOfAlice(() => alice, { blocked: [] });

  describe("and back: what the migrator writes is imported", () => {
    let moved: MovedHome;
    let returned: Client;

    beforeAll(async () => {
      const back = folderIn(folder.path, "back");
      migrate(folder.path, back, `type = "internal"; path = "${join(folder.path, "data")}"`, 'type = "xep0227"');
      moved = await importedHome(folderIn(folder.path, "returned"), back);
      const reached = { ...installation, ports: { ...installation.ports, starttls: moved.target.port } };
      returned = await logIn(reached, { username: "alice", password: PASSWORD, resource: "test" }, "starttls");
    }, 60_000);
    afterAll(async () => {
      await returned?.end();
      await moved?.running.stop();
    });

    test("as a source that is told by its files, and once", () => {
      const { trial, first, second } = moved.reports;
      expect(first.source).toBe("xep0227");
      expect([trial.total, second.total]).toEqual([first.total, { stored: {}, known: first.total.stored }]);
    });

    testsOfAlice(() => returned, { blocked: [] });
  });
});
