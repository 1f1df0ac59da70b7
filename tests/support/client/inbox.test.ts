import { expect, test } from "bun:test";
import { Element } from "ltx";
import { Inbox } from "./inbox.ts";

const named = (name: string) => (element: Element) => element.name === name;

test("take returns the earliest matching element, each once, whether it arrives before or after the call", async () => {
  const inbox = new Inbox();
  inbox.put(new Element("iq", { id: "1" }));
  inbox.put(new Element("message", { id: "2" }));
  inbox.put(new Element("message", { id: "3" }));
  expect((await inbox.take(named("message"), 10)).attrs.id).toBe("2");
  expect((await inbox.take(named("message"), 10)).attrs.id).toBe("3");
  const later = inbox.take(named("message"), 1000);
  inbox.put(new Element("message", { id: "4" }));
  expect((await later).attrs.id).toBe("4");
  expect(inbox.all.map(({ attrs }) => attrs.id)).toEqual(["1", "2", "3", "4"]);
});

test("take rejects with the elements present when none matches in time", async () => {
  const inbox = new Inbox();
  inbox.put(new Element("iq", { id: "1" }));
  await expect(inbox.take(named("message"), 5)).rejects.toThrow('<iq id="1"/>');
});

test("pending takes reject when the connection has ended", async () => {
  const inbox = new Inbox();
  const waiting = inbox.take(named("message"), 1000);
  inbox.fail(new Error("cut"));
  await expect(waiting).rejects.toThrow("cut");
  await expect(inbox.take(named("message"), 1000)).rejects.toThrow("cut");
});
