/** XEP-0198 §5: the process is killed under load. Apps resume their sessions, and everything comes once and in order. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { ResumingApp } from "../support/client/resuming-app.ts";
import { until } from "../support/network/listening-trial.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";

const ROUNDS = 4;
/** Milliseconds under load before it is killed: different in each round, and reproducible. */
const killAfter = (round: number): number => 100 + ((round * 137) % 200);
const MAX_UNACKNOWLEDGED = 30;
const ROOM = "verona@rooms.localhost";
const FIELDS = "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>";
/** XEP-0045 §10.2: for everybody. */
const CONFIGURATION = `<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'>${FIELDS}<field var='muc#roomconfig_membersonly'><value>0</value></field></x></query>`;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess({ accounts: ["romeo", "juliet", "nurse"] });
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

/** Sends numbered messages without a pause, a few at a time, until its connection is lost. */
async function talk(app: ResumingApp, make: (n: number) => string, from: number): Promise<number> {
  let n = from;
  let isLost = false;
  void app.client.closed.then(() => {
    isLost = true;
  });
  while (!isLost) {
    if (app.unacknowledged < MAX_UNACKNOWLEDGED) app.send(...Array.from({ length: 3 }, () => make(n++)));
    await Bun.sleep(1);
  }
  return n;
}

const message = (to: string, type: string, text: string): string =>
  `<message to='${to}' type='${type}' id='${text.replace(" ", "-")}'><body>${text}</body></message>`;

/** The numbers in messages of this kind, in the order in which they have come. */
const numbersOf = (app: ResumingApp, kind: string, isCarbon = false): number[] =>
  app.received.flatMap((element) => {
    const carbon = element.getChild("sent", "urn:xmpp:carbons:2")?.getChild("forwarded")?.getChild("message");
    const text = (isCarbon ? carbon : carbon ? undefined : element)?.getChildText("body") ?? "";
    return element.name === "message" && text.startsWith(`${kind} `) ? [Number(text.slice(kind.length + 1))] : [];
  });

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

test("SIGKILL under load: every session is resumed; messages, carbons and a room's messages come once and in order", async () => {
  const at = server.at("direct");
  const romeo = await ResumingApp.signIn(at, "romeo");
  const other = await ResumingApp.signIn(at, "romeo", "other");
  const juliet = await ResumingApp.signIn(at, "juliet");
  const nurse = await ResumingApp.signIn(at, "nurse");
  const apps = [romeo, other, juliet, nurse];
  for (const app of apps) app.send("<presence/>");
  other.send("<iq type='set' id='carbons'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
  await other.client.receive(({ attrs }) => attrs.id === "carbons");
  for (const [app, nick] of [
    [nurse, "nurse"],
    [juliet, "juliet"],
  ] as const) {
    app.send(`<presence to='${ROOM}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await app.client.receive(({ name, attrs }) => name === "message" && attrs.from === ROOM);
    if (app !== nurse) continue;
    app.send(`<iq type='set' id='room' to='${ROOM}'>${CONFIGURATION}</iq>`);
    await app.client.receive(({ attrs }) => attrs.id === "room");
  }
  const counts = { chat: 0, answer: 0, room: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const talks = Promise.all([
      talk(romeo, (n) => message("juliet@localhost", "chat", `chat ${n}`), counts.chat),
      talk(juliet, (n) => message("romeo@localhost/r", "chat", `answer ${n}`), counts.answer),
      talk(nurse, (n) => message(ROOM, "groupchat", `room ${n}`), counts.room),
    ]);
    await Bun.sleep(killAfter(round));
    await server.kill();
    const [chat, answer, room] = await talks;
    Object.assign(counts, { chat, answer, room });
    await server.restart();
    const answers = await Promise.all(apps.map((app) => app.comeBack()));
    expect(answers.map(({ name }) => name)).toEqual(apps.map(() => "resumed"));
  }
  await Promise.all(apps.map((app) => app.settled()));
  await until(() => numbersOf(juliet, "chat").length >= counts.chat);
  await until(() => numbersOf(romeo, "answer").length >= counts.answer);
  await until(() => numbersOf(juliet, "room").length >= counts.room && numbersOf(nurse, "room").length >= counts.room);
  await until(() => numbersOf(other, "chat", true).length >= counts.chat);
  expect(numbersOf(juliet, "chat")).toEqual(upTo(counts.chat));
  expect(numbersOf(romeo, "answer")).toEqual(upTo(counts.answer));
  expect(numbersOf(other, "chat", true)).toEqual(upTo(counts.chat));
  expect(numbersOf(juliet, "room")).toEqual(upTo(counts.room));
  expect(numbersOf(nurse, "room")).toEqual(upTo(counts.room));
  // Nobody has seen an occupant of the room leave.
  const left = ({ name, attrs }: Element): boolean => name === "presence" && attrs.type === "unavailable";
  expect([juliet, nurse].flatMap((app) => app.received.filter(left)).map(String)).toEqual([]);
  expect(await server.errors()).toEqual([]);
}, 120_000);
