/** XEP-0160: what is done at once for somebody who comes back to much, and how much that is known to be. */
import { expect, test } from "bun:test";
import { stanza, testRouter } from "../server/testing.ts";
import { offline } from "./offline.ts";

const JULIET = "juliet@localhost";

function play() {
  const stage = testRouter();
  const booted = stage.boot(offline);
  const tells = (body: string, more = ""): void =>
    stage.router.receive(
      stanza("romeo@elsewhere.example/orchard", `<message to="${JULIET}"><body>${body}</body>${more}</message>`),
    );
  const waiting = stage.db.read<{ n: number }>("SELECT count(*) AS n FROM offline_message");
  return { ...stage, booted, tells, waiting: () => waiting.get()?.n, usage: booted.catalogue.usage.get("offline") };
}

const ID = '<stanza-id xmlns="urn:xmpp:sid:0" by="juliet@localhost" id="1"/>';

test("XEP-0386 §3.2: what the archive has is cleared for who binds that way, and nothing is read for it", () => {
  const { db, booted, enter, tells, waiting } = play();
  tells("in the archive", ID);
  tells("elsewhere", ID.replace("juliet", "romeo"));
  // What cannot be parsed shows that nobody has tried.
  db.write("UPDATE offline_message SET xml = '<'").run();
  booted.bound(enter("juliet@localhost/balcony"));
  expect(waiting()).toBe(1);
});

test("§2: one who comes back is given a portion by weight, and the next when that one is taken", async () => {
  const { router, enter, tells, waiting, committed } = play();
  const small = "<a/>".repeat(1500);
  for (let n = 0; n < 10; n++) tells(`${n}`, small);
  const juliet = enter("juliet@localhost/balcony", 0);
  router.accept(stanza(juliet.jid.full, "<presence/>"), juliet);
  await committed();
  const messages = juliet.received.filter((text) => text.startsWith("<message"));
  expect(messages.map((text) => /<body>(.)/.exec(text)?.[1])).toEqual(["0", "1", "2"]);
  expect(waiting()).toBe(10);
});

test("its usage is what waits, in bytes as it is on the disk", () => {
  const { db, tells, usage } = play();
  expect(usage?.(JULIET)).toBe(0);
  tells("é".repeat(1000));
  const kept = db.read<{ bytes: number }>("SELECT octet_length(xml) AS bytes FROM offline_message").get()?.bytes;
  expect(kept).toBeGreaterThan(2000);
  expect(usage?.(JULIET)).toBe(kept ?? 0);
  expect(usage?.("romeo@localhost")).toBe(0);
});
