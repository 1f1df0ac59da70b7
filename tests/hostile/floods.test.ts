/** Floods of permitted stanzas: others keep their turn, and memory stays bounded. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { type WithoutDisturbing, withoutDisturbing } from "../support/bystanders.ts";
import type { Client } from "../support/client/client.ts";
import { bystandersOf, conditionOf, login } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";

let server: ServerProcess;
let undisturbed: WithoutDisturbing;
let tybalt: Client;

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["tybalt", "juliet", "nurse", "benvolio", "mercutio"] });
  const [benvolio, mercutio] = [await login(server, "benvolio"), await login(server, "mercutio")];
  const others = bystandersOf(
    { jid: benvolio.jid, client: benvolio },
    { jid: mercutio.jid, client: mercutio },
    () => server.pid,
  );
  // Warm-up: compilation and caches are not counted to the flood.
  await others.chatDuring(() => Bun.sleep(200));
  undisturbed = withoutDisturbing(others, server);
});
beforeEach(async () => {
  tybalt = await login(server, "tybalt");
});
afterEach(async () => {
  tybalt.destroy();
  expect(await server.errors()).toEqual([]);
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Collects `id` and outcome of the wanted stanzas and discards the others; resolves once there are `count`. */
function collectIds(client: Client, count: number, isWanted: (id: string) => boolean): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const found: string[] = [];
  client.onElement = (element) => {
    const { id = "", type } = element.attrs;
    if (element.name !== "iq" && element.name !== "message") return;
    if (!isWanted(id)) return;
    found.push(`${id} ${type === "error" ? conditionOf(element) : type}`);
    if (found.length === count) resolve(found);
  };
  return promise;
}

const numbered = (count: number, stanza: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => stanza(n)).join("");

test("ten thousand requests in one segment are all answered, in their order", async () => {
  await undisturbed(async () => {
    const answers = collectIds(tybalt, 10_000, (id) => id.startsWith("p"));
    tybalt.send(numbered(10_000, (n) => `<iq type='get' id='p${n}' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`));
    expect(await answers).toEqual(Array.from({ length: 10_000 }, (_, n) => `p${n} result`));
  });
}, 30_000);

test("ten thousand messages in one segment arrive in their order", async () => {
  const juliet = await login(server, "juliet");
  juliet.send("<presence/>");
  await undisturbed(async () => {
    const arrived = collectIds(juliet, 10_000, (id) => id.startsWith("m"));
    tybalt.send(
      numbered(10_000, (n) => `<message to='juliet@localhost' type='chat' id='m${n}'><body>${n}</body></message>`),
    );
    expect(await arrived).toEqual(Array.from({ length: 10_000 }, (_, n) => `m${n} chat`));
  });
  juliet.destroy();
}, 30_000);

test("RFC 6121 §8.5.1: a hundred thousand messages to unknown accounts are answered with as many errors", async () => {
  await undisturbed(async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const outcomes = new Map<string, number>();
    let count = 0;
    tybalt.onElement = (element) => {
      const outcome = conditionOf(element);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (++count === 100_000) resolve();
    };
    tybalt.send(numbered(100_000, (n) => `<message to='x${n}@localhost'><body/></message>`));
    await promise;
    expect([...outcomes]).toEqual([["service-unavailable", 100_000]]);
  });
}, 30_000);

test("RFC 6121 §4.6: presence directed to a hundred thousand addresses is remembered for a thousand", async () => {
  const [juliet, nurse] = [await login(server, "juliet"), await login(server, "nurse")];
  const leaves = (client: Client) =>
    client.receive(({ name, attrs }) => name === "presence" && attrs.type === "unavailable");
  await undisturbed(async () => {
    tybalt.send(`<presence to='${juliet.jid}'/>`);
    await juliet.receive(({ name }) => name === "presence");
    tybalt.send(numbered(100_000, (n) => `<presence to='x${n}@localhost'/>`));
    tybalt.send(`<presence to='${nurse.jid}'/><iq type='get' id='done'><ping xmlns='urn:xmpp:ping'/></iq>`);
    await tybalt.receive(({ attrs }) => attrs.id === "done", 20_000);
    await tybalt.end();
    await leaves(juliet);
  });
  expect(nurse.inbox.waiting().filter(({ name }) => name === "presence")).toEqual([]);
  for (const client of [juliet, nurse]) client.destroy();
}, 30_000);

test("RFC 6121 §2.1.2: a roster holds at most five thousand contacts, whether a roster set or a subscription would add more", async () => {
  await undisturbed(async () => {
    const set = (n: number): string =>
      `<iq type='set' id='r${n}'><query xmlns='jabber:iq:roster'><item jid='x${n}@localhost'/></query></iq>`;
    const answers = collectIds(tybalt, 5100, (id) => id.startsWith("r"));
    tybalt.send(numbered(5100, set));
    const outcomes = (await answers).map((answer) => answer.split(" ")[1]);
    expect(outcomes.indexOf("resource-constraint")).toBe(5000);
    expect(outcomes.lastIndexOf("result")).toBe(4999);
    tybalt.onElement = undefined;
    tybalt.send(numbered(1000, (n) => `<presence type='subscribe' to='y${n}@localhost'/>`));
    tybalt.send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
    const roster = await tybalt.receive(({ attrs }) => attrs.id === "roster", 20_000);
    expect(roster.getChild("query")?.getChildren("item")).toHaveLength(5000);
  });
}, 30_000);

test("RFC 6121 §4.4: ten thousand presence changes with five thousand contacts delay nobody", async () => {
  await undisturbed(async () => {
    tybalt.send("<presence/><presence type='unavailable'/>".repeat(5000));
    tybalt.send("<iq type='get' id='done'><ping xmlns='urn:xmpp:ping'/></iq>");
    await tybalt.receive(({ attrs }) => attrs.id === "done", 60_000);
  });
}, 70_000);

test("five thousand requests to another user's resource are delivered and answered", async () => {
  const nurse = await login(server, "nurse");
  nurse.send(`<presence to='${tybalt.jid}'/>`);
  await tybalt.receive(({ name }) => name === "presence");
  nurse.onElement = ({ name, attrs }) => {
    if (name === "iq" && attrs.type === "get") nurse.send(`<iq type='result' id='${attrs.id}' to='${attrs.from}'/>`);
  };
  await undisturbed(async () => {
    const answers = collectIds(tybalt, 5000, (id) => id.startsWith("q"));
    tybalt.send(
      numbered(5000, (n) => `<iq type='get' id='q${n}' to='${nurse.jid}'><ping xmlns='urn:xmpp:ping'/></iq>`),
    );
    expect(await answers).toEqual(Array.from({ length: 5000 }, (_, n) => `q${n} result`));
  });
  nurse.destroy();
}, 30_000);
