/** XEP-0160: how offline messages are delivered in portions, and how much storage they use. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { stanza, testRouter } from "../server/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
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

test("XEP-0198 §5: the portion that a session had before a crash is the session's, and does not wait any more", async () => {
  const { booted, enter, tells, waiting, usage, db } = play();
  for (const body of ["1", "2", "3"]) tells(body);
  const rows = db.read<{ xml: string }>("SELECT xml FROM offline_message ORDER BY id").all();
  const sent = rows.slice(0, 2).map(({ xml }) => ({ stanza: parseElement(xml), time: 0 }));
  const juliet = { ...enter("juliet@localhost/balcony", 0), unacknowledged: sent };
  booted.session.crashed(juliet);
  expect([waiting(), usage?.(JULIET)]).toEqual([1, Buffer.byteLength(rows[2]?.xml ?? "")]);
  booted.session.crashed(juliet);
  expect(waiting()).toBe(1);
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

/** A session that has been given the first portion, and says when it has taken more. */
function taking(stage: ReturnType<typeof play>) {
  const session = stage.enter(`${JULIET}/desk`, 0);
  let next: () => readonly Element[] = () => [];
  let taken = (_count: number): void => {};
  session.deliverBacklog = (giveNext, tell = taken) => {
    [next, taken] = [giveNext, tell];
    next();
  };
  stage.router.accept(stanza(session.jid.full, "<presence/>"), session);
  const bodies = (): (string | null)[] => next().map((message) => message.getChildText("body"));
  return { bodies, taken: (count: number) => taken(count) };
}

test("XEP-0198 §4: what is stored once a portion is acknowledged is delivered, though it gets an id that is free again", () => {
  const stage = play();
  for (const body of ["1", "2", "3"]) stage.tells(body);
  const desk = taking(stage);
  desk.taken(2);
  expect(stage.waiting()).toBe(1);
  desk.taken(3);
  for (const session of stage.sessions.of(JULIET)) stage.sessions.remove(session);
  stage.tells("later");
  expect(stage.waiting()).toBe(1);
  expect(desk.bodies()).toEqual(["later"]);
  expect(stage.waiting()).toBe(1);
});

test("XEP-0198 §4: acknowledged messages that a full disk keeps are removed with the portion, and fail nothing", async () => {
  const stage = play();
  for (const body of ["1", "2"]) stage.tells(body);
  const desk = taking(stage);
  const { db, committed } = stage;
  db.write("CREATE TABLE note (text TEXT)").run();
  const fill = db.write("INSERT INTO note VALUES (?)");
  await committed();
  const pages = db.read<{ page_count: number }>("PRAGMA page_count").get()?.page_count ?? 0;
  db.read(`PRAGMA max_page_count = ${pages + 2}`).all();
  expect(() => fill.run("x".repeat(1_000_000))).toThrow("nearly full");
  desk.taken(1);
  await new Promise((resolve) => db.afterCommit(() => {}, resolve));
  expect(stage.waiting()).toBe(2);
  db.read("PRAGMA max_page_count = 1000000").all();
  expect(desk.bodies()).toEqual([]);
  expect(stage.waiting()).toBe(0);
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
