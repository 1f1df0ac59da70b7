/** XEP-0045 §7.4: what a message to all occupants costs. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { assembleKernel } from "../../../../assembly/kernel.ts";
import { readConfig } from "../../../../config/read.ts";
import type { LogEvent } from "../../../../log.ts";
import { modules } from "../../../../modules.ts";
import { stanza, TEST_HOME, testSession } from "../../../../server/testing.ts";
import { openAccounts } from "../../../../store/accounts.ts";
import { openDatabase } from "../../../../store/database.ts";
import { print } from "../../../../xml/print.ts";

const MUC = "http://jabber.org/protocol/muc";
const ROOM = "coven@rooms.localhost";

/** How often the body of a message to a room with so many sessions is printed or weighed. */
async function printings(apps: number): Promise<number> {
  const errors: LogEvent[] = [];
  const quiet = (): void => {};
  const log = { error: (event: LogEvent) => void errors.push(event), warn: quiet, info: quiet, debug: quiet };
  const db = openDatabase(":memory:", { log });
  const accounts = openAccounts(db, { iterations: 4096, now: Date.now });
  await accounts.create("romeo@localhost", "wherefore");
  const config = readConfig("", modules, ["domains=localhost"]);
  const secret = (): Uint8Array => new Uint8Array(32);
  const kernel = assembleKernel({
    ...{ config, db, accounts, modules, log, secret, remote: quiet },
    now: Date.now,
    isClockDoubtful: () => false,
    ...TEST_HOME,
  });
  const { router, outbox, register } = kernel;

  let delivered = 0;
  const deliver = (element: Element): void => {
    if (print(element).includes("<body>hail</body>")) delivered += 1;
  };
  const sessions = Array.from({ length: apps }, (_, n) => ({
    ...testSession(`romeo@localhost/${n}`, 0),
    send: (element: Element) => outbox.send({ deliver }, element),
  }));
  for (const session of sessions) {
    register.add(session);
    const join = `<presence to="${ROOM}/romeo"><x xmlns="${MUC}"/></presence>`;
    router.accept(stanza(session.jid.full, join), session);
  }
  const [speaker] = sessions;
  if (!speaker) throw new Error("nobody speaks");
  const unlock = `<query xmlns="${MUC}#owner"><x xmlns="jabber:x:data" type="submit"/></query>`;
  router.accept(stanza(speaker.jid.full, `<iq type="set" id="0" to="${ROOM}">${unlock}</iq>`), speaker);
  const said = stanza(speaker.jid.full, `<message to="${ROOM}" type="groupchat" id="1"><body>hail</body></message>`);
  let printed = 0;
  // Whoever prints or weighs an element goes through its attributes.
  const ownKeys = (): string[] => {
    printed += 1;
    return [];
  };
  Object.assign(said.xml.getChild("body") as Element, { attrs: new Proxy({}, { ownKeys }) });
  router.accept(said, speaker);
  await new Promise<void>((resolve) => db.afterSync(resolve));
  expect([errors, delivered]).toEqual([[], apps]);
  kernel.booted.stop();
  await db.close();
  return printed;
}

test("a message is printed once for all recipients, once for the archive, and weighed once", async () => {
  expect([await printings(1), await printings(25)]).toEqual([3, 3]);
});
