/** XEP-0160: how offline messages are delivered in portions, and how much storage they use. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
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
  return {
    ...stage,
    booted,
    tells,
    waiting: () => waiting.get()?.n,
    usage: booted.catalogue.storageUsage.get("offline"),
  };
}

const ID = '<stanza-id xmlns="urn:xmpp:sid:0" by="juliet@localhost" id="1"/>';

test("XEP-0386 §3.2: archived messages are removed for a client that binds that way, without being read", () => {
  const { db, booted, enter, tells, waiting } = play();
  tells("in the archive", ID);
  tells("elsewhere", ID.replace("juliet", "romeo"));
  // A row that cannot be parsed shows that none was read.
  db.write("UPDATE offline_message SET xml = '<'").run();
  booted.session.bound(enter("juliet@localhost/balcony"));
  expect(waiting()).toBe(1);
});

test("§2: messages are delivered in portions by weight, the next one when the client has taken the one before", async () => {
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

test("the storage usage is that of the waiting messages, in bytes", () => {
  const { db, tells, usage } = play();
  expect(usage?.(JULIET)).toBe(0);
  tells("é".repeat(1000));
  const kept = db.read<{ bytes: number }>("SELECT octet_length(xml) AS bytes FROM offline_message").get()?.bytes;
  expect(kept).toBeGreaterThan(2000);
  expect(usage?.(JULIET)).toBe(kept ?? 0);
  expect(usage?.("romeo@localhost")).toBe(0);
});

/** Three messages wait; sessions take a portion when they are told to. */
function many() {
  const stage = play();
  for (const body of ["1", "2", "3"]) stage.tells(body, "<a/>".repeat(4000));
  const app = (resource: string, priority?: number) => {
    const session = stage.enter(`${JULIET}/${resource}`, priority);
    const bodies: string[] = [];
    let next: (() => readonly Element[]) | undefined;
    const take = (): void => {
      const portion = next?.() ?? [];
      bodies.push(...portion.map((message) => message.getChildText("body") ?? ""));
      if (portion.length === 0) next = undefined;
    };
    session.deliverBacklog = (given) => {
      next = given;
      take();
    };
    const says = (text: string): void => stage.router.accept(stanza(session.jid.full, text), session);
    const hides = (): void => stage.sessions.remove(session);
    const leaves = (): void => {
      hides();
      stage.booted.session.ended(session);
    };
    return { bodies, take, says, hides, leaves };
  };
  return { ...stage, app };
}

test("§2: messages are delivered to one session at a time, whatever is sent to others meanwhile", () => {
  const { app } = many();
  const [desk, phone] = [app("desk", 0), app("phone", 0)];
  desk.says("<presence/>");
  phone.says("<presence/>");
  expect([desk.bodies, phone.bodies]).toEqual([["1"], []]);
  phone.leaves();
  expect(desk.bodies).toEqual(["1"]);
  for (let n = 0; n < 3; n++) desk.take();
  expect(desk.bodies).toEqual(["1", "2", "3"]);
});

test("§2: once all are delivered, later messages are delivered at the next presence", () => {
  const { app, tells, waiting } = many();
  const desk = app("desk", 0);
  desk.says("<presence/>");
  for (let n = 0; n < 3; n++) desk.take();
  expect(waiting()).toBe(0);
  desk.hides();
  tells("later");
  const phone = app("phone", 0);
  phone.says("<presence/>");
  expect(phone.bodies).toEqual(["later"]);
});

test("§2: where the receiving session ends in the middle, another available one goes on", () => {
  const { app } = many();
  const [desk, hidden, away, phone] = [app("desk", 0), app("hidden", -1), app("away"), app("phone", 0)];
  desk.says("<presence/>");
  desk.take();
  desk.leaves();
  expect([hidden.bodies, away.bodies, phone.bodies]).toEqual([[], [], ["2"]]);
  phone.leaves();
  expect([hidden.bodies, away.bodies]).toEqual([[], []]);
});

test("§2: directed presence delivers no offline messages", () => {
  const { app } = many();
  const away = app("away");
  away.says('<presence to="romeo@elsewhere.example"/>');
  expect(away.bodies).toEqual([]);
});
