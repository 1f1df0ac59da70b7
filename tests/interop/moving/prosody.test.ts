/** From Debian's Prosody to here: its files, and its database. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith } from "../../support/needs.ts";
import { logIn, roomsOf, start, temporaryFolder } from "../../support/peers/peer.ts";
import { prosody, prosodyInternal } from "../../support/peers/prosody.ts";
import { run } from "../../support/peers/run.ts";
import { AIOHTTP, SLIXMPP } from "../../support/peers/slixmpp.ts";
import { PASSWORD } from "../../support/server.ts";
import {
  ACCENTED,
  ACCOUNTS,
  fill,
  type Household,
  importedHome,
  type MovedHome,
  testsOfHousehold,
} from "./household.ts";

/** As it is called at many servers, and not here. */
const ROOMS = "conference.localhost";
/** Her password is stored as it is. */
const PLAIN = "paula";

describeWith(["prosody", "prosodyctl", "openssl", ...SLIXMPP, AIOHTTP])("Prosody", () => {
  for (const [name, peer] of [
    ["its files", prosodyInternal],
    ["its database", prosody],
  ] as const)
    describe(name, () => {
      let folder: ReturnType<typeof temporaryFolder>;
      let household: Household;
      let moved: MovedHome;

      beforeAll(async () => {
        folder = temporaryFolder("moving");
        const options = { accounts: ACCOUNTS, password: PASSWORD, web: true };
        const installation = await peer.install(folder.path, options);
        const file = join(folder.path, "prosody.cfg.lua");
        writeFileSync(file, readFileSync(file, "utf8").replaceAll(roomsOf("localhost"), ROOMS));
        const plain = join(folder.path, "plain.cfg.lua");
        writeFileSync(plain, readFileSync(file, "utf8").replace("internal_hashed", "internal_plain"));
        run(["prosodyctl", "--config", file, "register", ACCENTED, "localhost", PASSWORD]);
        run(["prosodyctl", "--config", plain, "register", PLAIN, "localhost", PASSWORD]);
        const running = await start(installation);
        try {
          household = await fill(installation, ROOMS, join(folder.path, "certificate.pem"));
        } finally {
          await running.stop();
        }
        moved = await importedHome(join(folder.path, "here"), join(folder.path, "data"), name !== "its files");
      }, 240_000);
      afterAll(async () => {
        await moved?.running.stop();
        folder?.remove();
      });

      testsOfHousehold(
        () => moved,
        () => household,
        ROOMS,
      );

      test("a password that was stored as it is checks in the same way", async () => {
        const login = { username: PLAIN, password: PASSWORD, resource: "x", mechanism: "SCRAM-SHA-1" };
        const client = await logIn(moved.running.installation, login, "starttls");
        expect(client.jid).toBe(`${PLAIN}@localhost/x`);
        await client.end();
      });
    });
});
