import { expect, test } from "bun:test";
import { memoryDatabase } from "../../../server/testing.ts";
import { openAddressIds } from "./address-ids.ts";
import { openArchiveSizes } from "./archive-sizes.ts";
import { Copies } from "./copies.ts";
import { openMessageStore } from "./message-store.ts";
import { archiveTables } from "./tables.ts";
import { Unlisted } from "./unlisted.ts";

test("the archive of the first version is migrated without loss", () => {
  const db = memoryDatabase({ archive: archiveTables.slice(0, 1) });
  const before = db.write("INSERT INTO archive_message (id, account, peer, resource, xml) VALUES (?, ?, ?, ?, ?)");
  const said = [
    [3, "romeo@localhost", "juliet@localhost", "balcony", "<message id='3'/>"],
    [1, "romeo@localhost", "juliet@localhost", "", "<message id='1'/>"],
    [2, "juliet@localhost", "romeo@localhost", "", "<message id='2'/>"],
  ] as const;
  for (const row of said) before.run(...row);
  db.migrate("archive", archiveTables);
  const addresses = openAddressIds(db);
  const unlisted = new Unlisted(db);
  const sizes = openArchiveSizes(db, unlisted);
  const copies = new Copies({ db, encode: String, accountOf: sizes.accountOf });
  const messages = openMessageStore({ db, sizes, unlisted, copies });
  const of = (account: string, jid: string) => {
    const owner = addresses.ownerIdOf(account) ?? Number.NaN;
    const peer = addresses.peerIdOf(owner, jid) ?? Number.NaN;
    const rows = messages.idsOfOwner(owner, { after: -1, before: 10 }, 10, "oldest").map((id) => messages.get(id));
    expect(rows.every((row) => row?.peer === peer)).toBe(true);
    return rows;
  };
  expect(of("romeo@localhost", "juliet@localhost")).toMatchObject([
    { id: 1, resource: "", xml: "<message id='1'/>" },
    { id: 3, resource: "balcony", xml: "<message id='3'/>" },
  ]);
  expect(of("juliet@localhost", "romeo@localhost")).toMatchObject([{ id: 2 }]);
  expect(sizes.of("romeo@localhost")).toBe(2 * "<message id='1'/>".length);
});
