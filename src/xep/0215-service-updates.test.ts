/** XEP-0215 §3.2: updates of services, to those that have asked. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import { type OfferedService, openServiceUpdates } from "./0215-service-updates.ts";

const NS = "urn:xmpp:extdisco:2";

const service = (type: OfferedService["type"], more: Partial<OfferedService> = {}): OfferedService => ({
  ...{ type, host: "example.com", port: 3478, transport: "udp", isRelay: type === "turn", isOwn: true, version: "" },
  ...more,
});

function scene(first: readonly OfferedService[]) {
  let services = first;
  let ids = 0;
  const scheduled: (() => void)[] = [];
  const failures: unknown[] = [];
  const updates = openServiceUpdates({
    namespace: NS,
    domains: new Set(["example.com"]),
    servicesFor: () => services,
    elementOf: ({ type, host, port }, account) => xml("service", { type, host, port, username: account }),
    id: () => String(++ids),
    inTurns: async (_, work) => {
      for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
    },
    schedule: (_, callback) => void scheduled.push(callback),
    log: { error: (event) => void failures.push(event) },
  });
  const session = (name: string) => {
    const sent: Element[] = [];
    const jid = parseJid(`${name}@example.com/desk`);
    return { sent, session: { jid, account: jid.bare, send: (stanza) => void sent.push(stanza) } as Session };
  };
  const change = async (next: readonly OfferedService[]): Promise<void> => {
    services = next;
    updates.changed();
    await Promise.resolve();
  };
  return { updates, session, change, scheduled, failures };
}

const toldIn = (stanza: Element | undefined) =>
  stanza
    ?.getChild("services", NS)
    ?.getChildren("service")
    .map(({ attrs: { action, type, port, username } }) => [action, type, Number(port), username]);

test("§3.2: who has asked is told by an iq what is there now and what is gone, with credentials of its own", async () => {
  const { updates, session, change } = scene([service("stun"), service("turn")]);
  const [bard, will] = [session("bard"), session("will")];
  updates.told(bard.session, undefined);
  await change([service("stun"), service("turn", { port: 3479 })]);
  expect(will.sent).toEqual([]);
  expect(bard.sent).toHaveLength(1);
  expect(bard.sent[0]?.attrs).toMatchObject({ type: "set", from: "example.com", to: "bard@example.com/desk" });
  expect(toldIn(bard.sent[0])).toEqual([
    ["delete", "turn", 3478, undefined],
    ["add", "turn", 3479, "bard@example.com"],
  ]);
});

test("§3.2: a service whose address or credentials have changed is told as modified; where nothing has, nobody is told", async () => {
  const { updates, session, change } = scene([service("turn", { version: "192.0.2.1" })]);
  const { session: bard, sent } = session("bard");
  updates.told(bard, undefined);
  await change([service("turn", { version: "192.0.2.1" })]);
  expect(sent).toEqual([]);
  await change([service("turn", { version: "192.0.2.2" })]);
  expect(sent.map(toldIn)).toEqual([[["modify", "turn", 3478, "bard@example.com"]]]);
});

test("§3.2: who has asked for a type is told of that type alone; a type that there is not is not remembered", async () => {
  const { updates, session, change } = scene([]);
  const [bard, will] = [session("bard"), session("will")];
  updates.told(bard.session, "turn");
  updates.told(will.session, "ftp");
  await change([service("stun"), service("turn")]);
  expect(bard.sent.map((iq) => iq.getChild("services", NS)?.attrs.type)).toEqual(["turn"]);
  expect(bard.sent.map(toldIn)).toEqual([[["add", "turn", 3478, "bard@example.com"]]]);
  expect(will.sent).toEqual([]);
  expect(updates.state.save(will.session)).toBeUndefined();
});

test("a change of one type is not lost where another one is asked for in between", async () => {
  const { updates, session, change } = scene([]);
  const { session: bard, sent } = session("bard");
  updates.told(bard, "turn");
  const changing = change([service("turn"), service("stun")]);
  updates.told(bard, "stun");
  await changing;
  expect(sent.map(toldIn)).toEqual([[["add", "turn", 3478, "bard@example.com"]]]);
});

test("a failure is logged, and the next change is told all the same", async () => {
  const { updates, session, change, failures } = scene([]);
  const { session: bard, sent } = session("bard");
  let isFailing = true;
  const send = (stanza: Element): void => {
    if (isFailing) throw new Error("the disk is full");
    sent.push(stanza);
  };
  updates.told({ ...bard, send } as Session, undefined);
  await change([service("stun")]);
  expect(failures).toHaveLength(1);
  isFailing = false;
  await change([service("stun"), service("turn")]);
  expect(sent.map(toldIn)).toEqual([["stun", "turn"].map((type) => ["add", type, 3478, "bard@example.com"])]);
});

test("a session that has ended is told nothing", async () => {
  const { updates, session, change } = scene([]);
  const { session: bard, sent } = session("bard");
  updates.told(bard, undefined);
  updates.ended(bard);
  await change([service("turn")]);
  expect(sent).toEqual([]);
});

test("what has changed while the server was stopped is told to a session that goes on", async () => {
  const before = scene([service("stun")]);
  const { session: bard, sent } = before.session("bard");
  before.updates.told(bard, undefined);
  const after = scene([service("turn")]);
  after.updates.state.restore(bard, before.updates.state.save(bard) ?? "");
  expect(after.scheduled).toHaveLength(1);
  after.scheduled[0]?.();
  await Promise.resolve();
  expect(sent.map(toldIn)).toEqual([
    [
      ["delete", "stun", 3478, undefined],
      ["add", "turn", 3478, "bard@example.com"],
    ],
  ]);
});
