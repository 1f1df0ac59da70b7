import { describe, expect, test } from "bun:test";
import { StanzaError } from "../stanza-error.ts";
import { openDatabase } from "../store/database.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { stanza, testRouter } from "./testing.ts";

const CHAT = "<message type='chat' id='m' to='juliet@localhost'><body>hark</body></message>";
const ROMEO = "romeo@localhost/orchard";

function play() {
  const stage = testRouter();
  const romeo = stage.enter(ROMEO, 0);
  const juliet = stage.enter("juliet@localhost/balcony", 0);
  /** What each has received when all is done. */
  const after = async (text: string): Promise<{ romeo: string[]; juliet: string[] }> => {
    stage.router.accept(stanza(ROMEO, text), romeo);
    await stage.committed();
    return { romeo: romeo.received, juliet: juliet.received };
  };
  return { ...stage, romeo, juliet, after };
}

describe("the path of a stanza", () => {
  test("outbound on the sender's account, inbound on the recipient's, each guard, amend, record, copy", async () => {
    const { router, after } = play();
    const phases: string[] = [];
    for (const [name, path] of [
      ["outbound", router.outbound],
      ["inbound", router.inbound],
    ] as const) {
      path.add({
        guard: ({ account, peer }) => void phases.push(`${name} guard ${account} ${peer.bare}`),
        amend: ({ stanza }) => {
          phases.push(`${name} amend`);
          return stanza;
        },
        record: () => void phases.push(`${name} record`),
        copy: ({ recipients }) => void phases.push(`${name} copy ${recipients.size}`),
      });
    }
    await after(CHAT);
    expect(phases).toEqual([
      "outbound guard romeo@localhost juliet@localhost",
      "outbound amend",
      "outbound record",
      "outbound copy 0",
      "inbound guard juliet@localhost romeo@localhost",
      "inbound amend",
      "inbound record",
      "inbound copy 1",
    ]);
  });

  test("a guard's error goes back to the sender, and nothing does where it drops the stanza", async () => {
    const refusing = play();
    refusing.router.inbound.add({ guard: () => new StanzaError("forbidden") });
    expect((await refusing.after(CHAT)).romeo.join()).toContain("<forbidden");
    const dropping = play();
    dropping.router.inbound.add({ guard: () => "drop" });
    expect(await dropping.after(CHAT)).toEqual({ romeo: [], juliet: [] });
  });

  test("nothing answers presence, an error or a result", async () => {
    const { router, after } = play();
    router.outbound.add({ guard: () => new StanzaError("forbidden") });
    await after("<presence to='juliet@localhost'/>");
    await after("<message type='error' to='juliet@localhost'/>");
    expect(await after("<iq type='result' id='1' to='juliet@localhost'/>")).toEqual({ romeo: [], juliet: [] });
  });

  test("what a handler routes is handled after the stanza at hand", async () => {
    const { router, after } = play();
    let isFirst = true;
    router.outbound.add({
      record: () => {
        if (isFirst)
          router.route(
            parseElement("<message from='romeo@localhost' to='juliet@localhost'><body>after</body></message>"),
          );
        isFirst = false;
      },
    });
    const bodies = (await after(CHAT)).juliet.map((text) => /<body>(\w+)/.exec(text)?.[1]);
    expect(bodies).toEqual(["hark", "after"]);
  });

  test("where a handler fails, everything is undone: what was written, sent and routed", async () => {
    const { router, db, juliet, after, errors } = play();
    db.migrate("test", ["CREATE TABLE note (text TEXT) STRICT"]);
    const write = db.write("INSERT INTO note (text) VALUES ('x')");
    router.inbound.add({
      copy: () => {
        write.run();
        juliet.send(parseElement("<message><body>early</body></message>"));
        router.route(parseElement("<message from='romeo@localhost' to='juliet@localhost'/>"));
        throw new TypeError("a mistake of ours");
      },
    });
    const { romeo } = await after(CHAT);
    expect(juliet.received).toEqual([]);
    expect(romeo.join()).toContain("<internal-server-error");
    expect(db.read<{ n: number }>("SELECT count(*) AS n FROM note").get()?.n).toBe(0);
    expect(errors.map(({ event, id }) => [event, id])).toEqual([["stanza-failed", "m"]]);
  });

  test("a generated stanza with an invalid address is dropped and logged, and its author goes on", async () => {
    const { router, juliet, committed, events } = play();
    router.route(parseElement("<message from='localhost' to='@'><body>1</body></message>"));
    router.route(
      parseElement("<message from='l\u00B7l\u0323@localhost' to='juliet@localhost'><body>2</body></message>"),
    );
    router.multicast(parseElement("<message from='localhost' type='chat'><body>3</body></message>"), [
      "@",
      juliet.account,
    ]);
    await committed();
    expect(juliet.received.map((text) => /<body>(\w+)/.exec(text)?.[1])).toEqual(["3"]);
    expect(events.map(({ event, to }) => [event, to])).toEqual([
      ["own-stanza-dropped", "@"],
      ["own-stanza-dropped", "juliet@localhost"],
      ["own-stanza-dropped", "@"],
    ]);
  });

  test("a stanza for several sessions of an account is printed once", async () => {
    const { router, juliet, enter, committed } = play();
    const apps = [juliet, enter("juliet@localhost/chamber", 0)];
    for (const app of apps) app.send = (element) => void app.received.push(print(element));
    const message = stanza(ROMEO, CHAT);
    let looks = 0;
    Object.defineProperty(message.xml.getChild("body"), "children", {
      get: () => {
        looks += 1;
        return ["hark"];
      },
    });
    router.receive(message);
    const once = looks;
    await committed();
    for (const { received } of apps) expect(received.join()).toContain("<body>hark</body>");
    print(message.xml);
    expect(looks).toBe(once);
  });

  test("a stanza for another domain goes to the other server", async () => {
    const { after, remote } = play();
    await after("<message to='a@elsewhere.example'><body>x</body></message>");
    expect(remote.map(({ to }) => to?.full)).toEqual(["a@elsewhere.example"]);
  });
});

describe("RFC 6120 §8.2.3: requests", () => {
  const ASK = "<iq type='get' id='1' to='TO'><query xmlns='urn:a'/></iq>";

  test("an asynchronous answer is sent when it resolves", async () => {
    const { router, romeo, after, committed } = play();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    router.iq.server.add({ "urn:a": { get: { query: () => promise } } });
    expect((await after(ASK.replace("TO", "localhost"))).romeo).toEqual([]);
    resolve(undefined);
    await promise;
    await committed();
    expect(romeo.received.join()).toContain('type="result" id="1" from="localhost"');
  });

  test("XEP-0313 §4: an answer comes after what its handler has routed", async () => {
    const { router, after } = play();
    router.iq.server.add({
      "urn:example:page": {
        get: {
          page: () => {
            for (const number of [1, 2])
              router.route(parseElement(`<message from='localhost' to='${ROMEO}'><body>${number}</body></message>`));
            return undefined;
          },
        },
      },
    });
    const { romeo } = await after("<iq type='get' id='1' to='localhost'><page xmlns='urn:example:page'/></iq>");
    expect(romeo.map((text) => parseElement(text).name)).toEqual(["message", "message", "iq"]);
  });

  test("an asynchronous answer that rejects is an error", async () => {
    const { router, romeo, after, committed } = play();
    router.iq.server.add({ "urn:a": { get: { query: () => Promise.reject(new StanzaError("conflict")) } } });
    await after(ASK.replace("TO", "localhost"));
    await committed();
    expect(romeo.received.join()).toContain("<conflict");
  });

  test("RFC 6121 §8.5.1: what only the owner may ask: as if nobody were there, and forbidden to those who know the account", async () => {
    const { router, after } = play();
    router.iq.self.add({ "urn:a": { get: { query: () => undefined } } });
    for (const to of ["juliet@localhost", "nobody@localhost"]) {
      expect((await after(ASK.replace("TO", to))).romeo.at(-1)).toContain("<service-unavailable");
    }
    router.iq.knowledge.push((account, peer) => account === "juliet@localhost" && peer.bare === "romeo@localhost");
    expect((await after(ASK.replace("TO", "juliet@localhost"))).romeo.at(-1)).toContain("<forbidden");
    expect((await after(ASK.replace("TO", "nobody@localhost"))).romeo.at(-1)).toContain("<service-unavailable");
    expect((await after(ASK.replace("TO", "romeo@localhost"))).romeo.at(-1)).toContain('type="result"');
  });

  test("RFC 6121 §8.5.1: another request of a namespace that accounts know: as if nobody were there, and not implemented", async () => {
    const { router, after } = play();
    router.iq.account.add({ "urn:a": { set: { query: () => undefined } } });
    const answer = async () => (await after(ASK.replace("TO", "juliet@localhost"))).romeo.at(-1);
    expect(await answer()).toContain("<service-unavailable");
    router.iq.knowledge.push(() => true);
    expect(await answer()).toContain("<feature-not-implemented");
  });
});

describe("a service at a subdomain", () => {
  const identity = { category: "conference", type: "text" } as const;
  const PING = "<iq type='get' id='1' to='TO'><ping xmlns='urn:xmpp:ping'/></iq>";

  test("answers requests to itself and to its bare JIDs, and receives everything else", async () => {
    const { router, after } = play();
    const taken: string[] = [];
    router.components.add({
      subdomain: "rooms",
      identity,
      iq: { "urn:xmpp:ping": { get: { ping: () => undefined } } },
      answerBareJid: (request, { to }) => {
        taken.push(`${request.name} to ${to?.full}`);
        return undefined;
      },
      receive: ({ name, to }) => void taken.push(`${name} for ${to?.full}`),
    });
    for (const to of ["rooms.localhost", "coven@rooms.localhost", "coven@rooms.localhost/hag"])
      await after(PING.replace("TO", to));
    const { romeo } = await after("<message to='coven@rooms.localhost' type='groupchat'/>");
    expect(romeo.map((text) => parseElement(text).attrs.from)).toEqual(["rooms.localhost", "coven@rooms.localhost"]);
    expect(taken).toEqual([
      "ping to coven@rooms.localhost",
      "iq for coven@rooms.localhost/hag",
      "message for coven@rooms.localhost",
    ]);
  });

  test("multicasts to many addresses in order, whether all of them exist or not", async () => {
    const { router, committed, romeo, juliet } = play();
    router.components.add({ subdomain: "rooms", identity, iq: {}, receive: () => undefined });
    const said = parseElement("<message from='coven@rooms.localhost/hag' type='groupchat'><body>hail</body></message>");
    router.multicast(said, ["juliet@localhost/balcony", "romeo@localhost/gone", ROMEO]);
    await committed();
    const heard = [...juliet.received, ...romeo.received].map((text) => parseElement(text));
    expect(heard.map(({ attrs }) => attrs.to)).toEqual(["juliet@localhost/balcony", ROMEO]);
    expect(heard.map((message) => message.getChildText("body"))).toEqual(["hail", "hail"]);
    expect(said.attrs.to).toBeUndefined();
  });

  test("cannot have the subdomain of another one", () => {
    const { router } = play();
    const service = { subdomain: "rooms", identity, iq: {} };
    router.components.add(service);
    expect(() => router.components.add(service)).toThrow("rooms.localhost");
  });
});

describe("the result of a set (docs/decisions/0055)", () => {
  const SET = "<iq type='set' id='1' to='localhost'><query xmlns='urn:a'/></iq>";

  /** A server whose disk is synced by `sync`, with a request that writes with `write`. */
  function slowDisk() {
    const syncs: (() => void)[] = [];
    const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
    const db = openDatabase(":memory:", { log, sync: () => new Promise((resolve) => void syncs.push(resolve)) });
    db.migrate("test", ["CREATE TABLE t (x INTEGER) STRICT;"]);
    const stage = testRouter({ db });
    const romeo = stage.enter(ROMEO, 0);
    const insert = db.write("INSERT INTO t VALUES (1)");
    const write = (): undefined => void insert.run();
    const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
    const sync = async (): Promise<void> => {
      for (const resolve of syncs.splice(0)) resolve();
      await Bun.sleep(0);
    };
    return { ...stage, romeo, write, committed, sync, syncs };
  }

  test("that has changed something is sent once it is on the disk, and what is sent later comes behind it", async () => {
    const { router, romeo, write, committed, sync } = slowDisk();
    router.iq.server.add({ "urn:a": { set: { query: write } } });
    router.accept(stanza(ROMEO, SET), romeo);
    router.accept(stanza(ROMEO, CHAT.replace("juliet", "romeo")), romeo);
    await committed();
    expect(romeo.received).toEqual([]);
    await sync();
    expect(romeo.received.map((text) => parseElement(text).name)).toEqual(["iq", "message"]);
  });

  test("likewise where it has written before its promise was settled", async () => {
    const { router, romeo, write, committed, sync } = slowDisk();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const query = (): Promise<undefined> => {
      write();
      return promise;
    };
    router.iq.server.add({ "urn:a": { set: { query } } });
    router.accept(stanza(ROMEO, SET), romeo);
    await committed();
    resolve(undefined);
    await Bun.sleep(0);
    await committed();
    expect(romeo.received).toEqual([]);
    await sync();
    await sync();
    expect(romeo.received.length).toBe(1);
  });

  test("that has changed nothing, an error and the result of a get do not wait", async () => {
    const { router, romeo, write, committed, sync } = slowDisk();
    const refuse = (): never => {
      write();
      throw new StanzaError("conflict");
    };
    router.iq.server.add({ "urn:a": { set: { query: () => undefined, refused: refuse }, get: { query: write } } });
    write();
    for (const text of [SET, SET.replace("query", "refused"), SET.replace("'set'", "'get'")])
      router.accept(stanza(ROMEO, text), romeo);
    await committed();
    expect(romeo.received.map((text) => parseElement(text).attrs.type)).toEqual(["result", "error", "result"]);
    await sync();
  });

  test("goes to somebody elsewhere then, too", async () => {
    const { router, remote, write, committed, sync } = slowDisk();
    router.iq.server.add({ "urn:a": { set: { query: write } } });
    router.receive(stanza("nurse@example.net/r", SET));
    await committed();
    expect(remote).toEqual([]);
    await sync();
    expect(remote.map(({ type }) => type)).toEqual(["result"]);
  });
});
