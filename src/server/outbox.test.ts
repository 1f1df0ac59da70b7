/** What is sent leaves with the commit, which comes early where too much waits. */
import { describe, expect, test } from "bun:test";
import { addressed, xml } from "../stanza.ts";
import { openDatabase } from "../store/database.ts";
import { Outbox } from "./outbox.ts";

const quiet = (): void => {};

function play() {
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const db = openDatabase(":memory:", { log });
  const outbox = new Outbox(db, log);
  const delivered: string[] = [];
  const recipient = {
    deliver: (stanza: { attrs: Record<string, string> }) => void delivered.push(stanza.attrs.id ?? ""),
  };
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, outbox, recipient, delivered, committed };
}

test("stanzas that were rolled back are not delivered, the others are, in order", async () => {
  const { outbox, recipient, delivered, committed } = play();
  outbox.send(recipient, xml("message", { id: "1" }));
  const { length } = outbox;
  outbox.send(recipient, xml("message", { id: "2" }));
  outbox.truncate(length);
  outbox.send(recipient, xml("message", { id: "3" }));
  await committed();
  expect(delivered).toEqual(["1", "3"]);
});

test("what is withdrawn is not delivered, and later work that fails takes back its own alone", async () => {
  const { outbox, recipient, delivered, committed } = play();
  const other = { deliver: recipient.deliver };
  outbox.send(recipient, xml("message", { id: "1" }));
  outbox.send(other, xml("message", { id: "2" }));
  const { length } = outbox;
  outbox.send(recipient, xml("message", { id: "3" }));
  expect(outbox.withdraw(recipient).map(({ attrs }) => attrs.id)).toEqual(["1", "3"]);
  outbox.send(other, xml("message", { id: "4" }));
  outbox.truncate(length);
  outbox.send(other, xml("message", { id: "5" }));
  await committed();
  expect(delivered).toEqual(["2", "5"]);
});

describe("it is full", () => {
  test("with two thousand stanzas, until they have left", async () => {
    const { outbox, recipient, committed } = play();
    for (let n = 0; n < 1999; n++) outbox.send(recipient, xml("presence"));
    expect(outbox.isFull).toBe(false);
    outbox.send(recipient, xml("presence"));
    expect(outbox.isFull).toBe(true);
    await committed();
    expect(outbox.isFull).toBe(false);
  });

  test("with a megabyte of them, each counted though they share what is in them", async () => {
    const { outbox, recipient } = play();
    const message = xml("message", {}, xml("body", {}, "x".repeat(100_000)));
    for (let n = 0; n < 9; n++) outbox.send(recipient, addressed(message, { to: `${n}` }));
    expect(outbox.isFull).toBe(false);
    outbox.send(recipient, message);
    expect(outbox.isFull).toBe(true);
    outbox.truncate(5);
    expect(outbox.isFull).toBe(false);
  });
});

test("work that failed after sending leaves the outbox empty", async () => {
  const { db, outbox, recipient, committed } = play();
  const send = (): void => {
    for (let n = 0; n < 2000; n++) outbox.send(recipient, xml("presence"));
    throw new Error("no");
  };
  expect(() => db.atomically(send)).toThrow("no");
  await committed();
  expect([outbox.isFull, outbox.length]).toEqual([false, 0]);
});
