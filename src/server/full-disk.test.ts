/** What a stanza's sender gets where the disk is full, and what is still handled. */
import { expect, test } from "bun:test";
import { xml } from "../stanza.ts";
import { defineModule } from "./module.ts";
import { stanza, testRouter } from "./testing.ts";

const ROMEO = "romeo@localhost/orchard";
const FULL =
  /type="error".*<error type="wait".*<resource-constraint.*the disk of this server is nearly full.*try again later/;

/** A module that stores every message to Juliet without <no-store/>; she can read and delete them. */
function play() {
  const room = { isLow: false, isExhausted: false, wrote: () => {}, refused: () => {} };
  const stage = testRouter({ room });
  const { db, router, boot, enter, committed } = stage;
  const letters = defineModule({
    name: "letters",
    tables: ["CREATE TABLE letter (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"],
    setup: ({ inTurns }) => {
      const add = db.write("INSERT INTO letter (text) VALUES (?)");
      const all = db.read<{ text: string }>("SELECT text FROM letter");
      const clear = db.write("DELETE FROM letter");
      const write = (request: { text(): string }): undefined => void add.run(request.text());
      return {
        stanzas: {
          inbound: {
            record: ({ stanza: { xml: element } }) => {
              if (!element.getChild("no-store")) add.run(element.getChildText("body") ?? "");
            },
          },
        },
        iq: {
          self: {
            "urn:letters": {
              get: { letters: () => xml("letters", { count: all.all().length }) },
              set: {
                write,
                later: (request) =>
                  inTurns(
                    "romeo@localhost",
                    (function* () {
                      yield;
                      return write(request);
                    })(),
                  ),
                clear: () => void clear.run(),
              },
            },
          },
        },
      };
    },
  });
  boot(letters);
  const romeo = enter(ROMEO, 0);
  const juliet = enter("juliet@localhost/balcony", 0);
  const says = async (text: string): Promise<string> => {
    romeo.received.length = 0;
    juliet.received.length = 0;
    router.accept(stanza(ROMEO, text), romeo);
    await committed();
    await committed();
    return romeo.received.join("\n");
  };
  const asks = (type: string, payload: string): Promise<string> =>
    says(`<iq type='${type}' id='i'>${payload.replace("/>", " xmlns='urn:letters'/>")}</iq>`);
  return { ...stage, room, romeo, juliet, says, asks };
}

const CHAT = "<message type='chat' id='m' to='juliet@localhost'><body>hark</body></message>";

test("a stanza that would store data is refused with resource-constraint and a text, and nothing of it is delivered", async () => {
  const { room, juliet, says, asks, errors } = play();
  expect(await says(CHAT)).toBe("");
  room.isLow = true;
  expect(await says(CHAT)).toMatch(FULL);
  expect(juliet.received).toEqual([]);
  expect(await asks("set", "<write/>")).toMatch(FULL);
  expect(await asks("set", "<later/>")).toMatch(FULL);
  expect(await asks("get", "<letters/>")).toContain('count="1"');
  expect(errors).toEqual([]);
  room.isLow = false;
  expect(await says(CHAT)).toBe("");
  expect(juliet.received).toHaveLength(1);
  expect(await asks("set", "<later/>")).toContain('type="result"');
  expect(await asks("get", "<letters/>")).toContain('count="3"');
});

test("requests that only read, presence, what stores nothing, errors and deletions are still handled", async () => {
  const { room, juliet, says, asks, router } = play();
  await says(CHAT);
  room.isLow = true;
  expect(await asks("get", "<letters/>")).toContain('count="1"');
  expect(await says("<message type='chat' to='juliet@localhost'><composing/><no-store/></message>")).toBe("");
  expect(juliet.received.join()).toContain("composing");
  expect(await says("<presence to='juliet@localhost'/>")).toBe("");
  expect(juliet.received.join()).toContain("<presence");
  expect(await says("<message type='error' to='juliet@localhost'/>")).toBe("");
  const notice = xml("message", { from: "localhost", to: "juliet@localhost" }, xml("body", {}, "the disk is full"));
  router.route(notice);
  expect(await asks("get", "<letters/>")).toContain('count="4"');
  expect(await asks("set", "<clear/>")).toContain('type="result"');
  expect(await asks("get", "<letters/>")).toContain('count="0"');
});

test("where the disk refuses a tick, everybody who sent something in it gets an error, and nothing of it is delivered", async () => {
  const { db, router, remote, romeo, juliet, says, asks, committed } = play();
  await says(CHAT);
  const pages = db.read<{ page_count: number }>("PRAGMA page_count").get()?.page_count ?? 0;
  const most = (count: number) => db.read(`PRAGMA max_page_count = ${count}`).all();
  most(pages + 2);
  romeo.received.length = 0;
  juliet.received.length = 0;
  router.accept(stanza(ROMEO, CHAT), romeo);
  router.accept(stanza(ROMEO, "<iq type='get' id='asked'><letters xmlns='urn:letters'/></iq>"), romeo);
  router.accept(stanza(ROMEO, "<iq type='get' id='unknown'><nothing xmlns='urn:nothing'/></iq>"), romeo);
  router.accept(stanza(ROMEO, "<presence/>"), romeo);
  router.receive(stanza("nurse@elsewhere.example/r", CHAT.replace("'m'", "'n'")));
  router.accept(stanza(ROMEO, CHAT.replace("'m'", "'big'").replace("hark", "x".repeat(1_000_000))), romeo);
  await new Promise((resolve) => db.afterCommit(() => {}, resolve));
  await committed();
  expect(juliet.received).toEqual([]);
  const ids = romeo.received.map((text) => [/ id="(\w+)"/.exec(text)?.[1], FULL.test(text)]);
  expect(ids).toEqual([
    ["m", true],
    ["asked", true],
    ["unknown", true],
    ["big", true],
  ]);
  expect(remote.map(({ id, type, to }) => [id, type, to?.bare])).toEqual([["n", "error", "nurse@elsewhere.example"]]);
  most(1_000_000);
  expect(await asks("get", "<letters/>")).toContain('count="1"');
  expect(await says(CHAT)).toBe("");
  expect(juliet.received).toHaveLength(1);
});

test("where the disk refuses a tick, a request from another server gets an error, and no result after that", async () => {
  const { db, router, remote, committed, boot } = play();
  const store = db.write("INSERT INTO note (text) VALUES (?)");
  boot(
    defineModule({
      name: "notes",
      tables: ["CREATE TABLE note (text TEXT NOT NULL) STRICT"],
      setup: () => ({
        iq: { server: { "urn:notes": { set: { write: (request) => void store.run(request.text()) } } } },
      }),
    }),
  );
  await committed();
  const asks = (id: string, text: string): void =>
    router.receive(
      stanza(
        "nurse@elsewhere.example/r",
        `<iq type='set' id='${id}' to='localhost'><write xmlns='urn:notes'>${text}</write></iq>`,
      ),
    );
  const answers = (): unknown => remote.splice(0).map(({ id, type }) => [id, type]);
  asks("first", "small");
  await committed();
  expect(answers()).toEqual([["first", "result"]]);
  const pages = db.read<{ page_count: number }>("PRAGMA page_count").get()?.page_count ?? 0;
  db.read(`PRAGMA max_page_count = ${pages + 2}`).all();
  asks("second", "small");
  expect(() => store.run("x".repeat(1_000_000))).toThrow("nearly full");
  await new Promise((resolve) => db.afterCommit(() => {}, resolve));
  db.read("PRAGMA max_page_count = 1000000").all();
  for (let tick = 0; tick < 3; tick++) await committed();
  expect(answers()).toEqual([["second", "error"]]);
  expect(db.read<{ n: number }>("SELECT count(*) AS n FROM note").get()?.n).toBe(1);
});

test("a message that a session has left is not redelivered where the disk has no room for it, which is said", async () => {
  const { db, router, sessions, committed } = play();
  for (const session of [...sessions.of("juliet@localhost")]) sessions.remove(session);
  const store = db.write("INSERT INTO letter (text) VALUES (?)");
  router.offlineStores.push(({ stanza: { xml: element } }) => {
    store.run(element.toString());
    return true;
  });
  await committed();
  const pages = db.read<{ page_count: number }>("PRAGMA page_count").get()?.page_count ?? 0;
  db.read(`PRAGMA max_page_count = ${pages + 2}`).all();
  const left = xml("message", { from: ROMEO, to: "juliet@localhost" }, xml("body", {}, "x".repeat(1_000_000)));
  expect(router.redeliver(left, "juliet@localhost")).toBe("refused");
  await new Promise((resolve) => db.afterCommit(() => {}, resolve));
  db.read("PRAGMA max_page_count = 1000000").all();
  expect(router.redeliver(left, "juliet@localhost")).toBeUndefined();
  await committed();
  expect(db.read<{ n: number }>("SELECT count(*) AS n FROM letter").get()?.n).toBe(1);
});

test("an error that is lost with its tick is sent in the next one, once", async () => {
  const { db, router, romeo, says, committed } = play();
  await says(CHAT);
  const fill = db.write("INSERT INTO letter (text) VALUES (?)");
  const big = "x".repeat(1_000_000);
  const pages = db.read<{ page_count: number }>("PRAGMA page_count").get()?.page_count ?? 0;
  db.read(`PRAGMA max_page_count = ${pages + 2}`).all();
  romeo.received.length = 0;
  router.accept(stanza(ROMEO, CHAT), romeo);
  expect(() => fill.run(big)).toThrow("nearly full");
  const lost = await new Promise<string>((resolve) => {
    const lose = (): void => {
      expect(() => fill.run(big)).toThrow("nearly full");
      db.afterCommit(
        () => resolve("no"),
        () => resolve(`twice, and ${romeo.received.length} told`),
      );
    };
    db.afterCommit(() => resolve("not at all"), lose);
  });
  expect(lost).toBe("twice, and 0 told");
  await committed();
  await committed();
  expect(romeo.received).toHaveLength(1);
  expect(romeo.received[0]).toMatch(FULL);
});
