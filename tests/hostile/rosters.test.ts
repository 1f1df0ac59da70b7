/** RFC 6121 §4, XEP-0191: presence for thousands of contacts is sent in portions, and reaches all of them. */
import { expect, test } from "bun:test";
import { type ContactsServer, openContactsServer, type TestSession } from "../support/in-memory/contacts.ts";

const JULIET = "juliet@localhost";
/** Milliseconds of CPU that no turn of the event loop may cost; twice what is aimed at, for a cold start. */
const MAX_TURN_MS = 100;
const MANY = Array.from({ length: 5000 }, (_, n) => `c${n}`);
const FEWER = MANY.slice(0, 2000);
const BLOCKING = "urn:xmpp:blocking";

const at = (name: string): string => `${name}@localhost`;
const ofType = (type: string, { received }: TestSession): string[] =>
  received.filter((text) => text.startsWith("<presence") && (/ type="(\w+)"/.exec(text)?.[1] ?? "available") === type);

/** Juliet knows all of these and they know her; they are here, each with one app. */
async function play(names: readonly string[] = MANY, settings: readonly string[] = []) {
  const server = openContactsServer(settings);
  server.createAccounts(["juliet", ...names]);
  server.addContacts(JULIET, names.map(at), "both");
  const contacts = names.map((name) => server.openSession(`${at(name)}/x`));
  for (const contact of contacts) contact.sends("<presence/>");
  await server.idle();
  const juliet = server.openSession(`${JULIET}/balcony`);
  const forget = (): void => {
    for (const { received } of [juliet, ...contacts]) received.length = 0;
  };
  forget();
  return { server, contacts, juliet, forget };
}

const blocks = (juliet: TestSession, jids: readonly string[]): void =>
  juliet.sends(
    `<iq type="set"><block xmlns="${BLOCKING}">${jids.map((jid) => `<item jid="${jid}"/>`).join("")}</block></iq>`,
  );
const unblocksAll = (juliet: TestSession): void => juliet.sends(`<iq type="set"><unblock xmlns="${BLOCKING}"/></iq>`);

async function isWell(server: ContactsServer): Promise<void> {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
}

test("§4.2, §4.4, §4.5: presence, probes and the end of it, to and from 5,000 contacts", async () => {
  const { server, contacts, juliet, forget } = await play();
  const steps: readonly (readonly [said: () => void, type: string, answers: number])[] = [
    [() => juliet.sends("<presence/>"), "available", 5000],
    [() => juliet.sends("<presence><show>away</show></presence>"), "available", 0],
    [() => server.endSession(juliet), "unavailable", 0],
  ];
  for (const [said, type, answers] of steps) {
    expect(await server.longestTurn(said)).toBeLessThan(MAX_TURN_MS);
    expect(contacts.filter((contact) => ofType(type, contact).length !== 1)).toEqual([]);
    expect(ofType("available", juliet).filter((text) => text.includes("@localhost/x"))).toHaveLength(answers);
    forget();
  }
  await isWell(server);
});

test("XEP-0191 §3.3, §3.4: 2,000 contacts blocked at once, and all of them unblocked", async () => {
  const { server, contacts, juliet, forget } = await play(FEWER);
  juliet.sends("<presence/>");
  juliet.sends(`<iq type="get"><blocklist xmlns="${BLOCKING}"/></iq>`);
  await server.idle();
  forget();
  expect(await server.longestTurn(() => blocks(juliet, FEWER.map(at)))).toBeLessThan(MAX_TURN_MS);
  expect(contacts.filter((contact) => ofType("unavailable", contact).length !== 1)).toEqual([]);
  expect(juliet.received.filter((text) => text.includes("<block "))).toHaveLength(1);
  expect(juliet.received.at(-1)).toContain('type="result"');
  forget();
  expect(await server.longestTurn(() => unblocksAll(juliet))).toBeLessThan(MAX_TURN_MS);
  expect(contacts.filter((contact) => ofType("available", contact).length !== 1)).toEqual([]);
  expect(ofType("available", juliet)).toHaveLength(FEWER.length);
  await isWell(server);
});

test("XEP-0191 §3.3: 5,000 domains, beside a roster of 2,000", async () => {
  const { server, contacts, juliet } = await play(FEWER);
  const domains = MANY.map((name) => `${name}.example`);
  expect(await server.longestTurn(() => blocks(juliet, domains))).toBeLessThan(MAX_TURN_MS);
  expect(server.storageUsage("blocking", JULIET)).toBe(domains.join("").length);
  expect(contacts.flatMap(({ received }) => received)).toEqual([]);
  expect(await server.longestTurn(() => unblocksAll(juliet))).toBeLessThan(MAX_TURN_MS);
  expect(server.storageUsage("blocking", JULIET)).toBe(0);
  await isWell(server);
});

test("RFC 6121 §2.5.2: an account of 2,000 contacts is removed, and all of them hear it", async () => {
  const { server, contacts, juliet, forget } = await play(FEWER);
  juliet.sends("<presence/>");
  await server.idle();
  forget();
  expect(await server.longestTurn(() => server.remove(JULIET))).toBeLessThan(MAX_TURN_MS);
  for (const type of ["unavailable", "unsubscribed", "unsubscribe"])
    expect([type, contacts.filter((contact) => ofType(type, contact).length !== 1)]).toEqual([type, []]);
  expect(server.storageUsage("roster", JULIET)).toBe(0);
  await isWell(server);
});

const SOME = MANY.slice(0, 40);
const lastOf = ({ received }: TestSession): string => /type="(\w+)"/.exec(received.at(-1) ?? "")?.[1] ?? "available";

test("§3.2: who is put out while others are still told sees nothing any more", async () => {
  const { server, contacts, juliet } = await play(SOME);
  juliet.sends("<presence/>");
  for (const name of SOME) juliet.sends(`<presence type="unsubscribed" to="${at(name)}"/>`);
  await server.idle();
  expect(contacts.filter((contact) => ofType("available", contact).length > 0)).toHaveLength(10);
  expect(contacts.filter((contact) => lastOf(contact) !== "unavailable")).toEqual([]);
  await isWell(server);
});

test("§3.2.2: who is put out while others still hear of the end hears of it as well", async () => {
  const { server, contacts, juliet } = await play(SOME);
  juliet.sends("<presence/>");
  await server.idle();
  server.endSession(juliet);
  const desk = server.openSession(`${JULIET}/desk`);
  for (const name of SOME) desk.sends(`<presence type="unsubscribed" to="${at(name)}"/>`);
  await server.idle();
  for (const contact of contacts)
    expect(ofType("unavailable", contact).some((text) => text.includes("/balcony"))).toBe(true);
  await isWell(server);
});

test("§2.5.2: so do the contacts of an account that is removed just then", async () => {
  const { server, contacts, juliet } = await play(SOME);
  juliet.sends("<presence/>");
  await server.idle();
  server.endSession(juliet);
  server.remove(JULIET);
  await server.idle();
  expect(contacts.filter((contact) => !ofType("unavailable", contact)[0]?.includes("/balcony"))).toEqual([]);
  await isWell(server);
});

test("§4.5: who says two things at once is seen as it said last; who has not heard the first does not hear it", async () => {
  const { server, contacts, juliet, forget } = await play(SOME);
  /** How many have heard of this type before the end, which all have heard. */
  const heard = async (type: string, end: string): Promise<number> => {
    await server.idle();
    expect(contacts.filter(({ received }) => !received.at(-1)?.includes(end))).toEqual([]);
    const { length } = contacts.filter((contact) => ofType(type, contact).length > 0);
    forget();
    return length;
  };
  juliet.sends("<presence/>");
  juliet.sends('<presence type="unavailable"/>');
  expect(await heard("available", "unavailable")).toBe(10);
  juliet.sends("<presence/>");
  juliet.sends("<presence><show>dnd</show></presence>");
  await server.idle();
  expect(contacts.filter((contact) => ofType("available", contact).length === 2)).toHaveLength(10);
  forget();
  juliet.sends('<presence type="unavailable"/>');
  juliet.sends("<presence><show>away</show></presence>");
  expect(await heard("unavailable", "away")).toBe(10);
  // Another session with the same address has come while the end of this one was still being told.
  server.endSession(juliet);
  server.openSession(juliet.session.jid.full).sends("<presence><show>xa</show></presence>");
  expect(await heard("unavailable", "xa")).toBe(10);
  await isWell(server);
});

test("§4.3: who is gone again asks after nobody any more, who comes once more begins anew", async () => {
  const { server, juliet, forget } = await play(SOME);
  const answers = (): number => ofType("available", juliet).filter((text) => text.includes("@localhost/x")).length;
  juliet.sends("<presence/>");
  juliet.sends('<presence type="unavailable"/>');
  await server.idle();
  expect(answers()).toBe(10);
  forget();
  for (const said of ["<presence/>", '<presence type="unavailable"/>', "<presence/>"]) juliet.sends(said);
  await server.idle();
  expect(answers()).toBe(10 + SOME.length);
  await isWell(server);
});

test("§4.6: who has come with the same address and shown itself anew is not taken back", async () => {
  const { server, juliet } = await play([]);
  const rooms = SOME.map((name) => `${name}@rooms.example/juliet`);
  const show = (session: TestSession): void => rooms.forEach((room) => void session.sends(`<presence to="${room}"/>`));
  show(juliet);
  server.endSession(juliet);
  show(server.openSession(juliet.session.jid.full));
  await server.idle();
  const last = new Map(server.remote.map(({ to, type }) => [to, type]));
  expect([...last]).toEqual(rooms.map((room) => [room, "available"]));
  expect(server.remote.filter(({ type }) => type === "unavailable")).toHaveLength(10);
  await isWell(server);
});

test("XEP-0191 §3.4: blocked and unblocked at once, one is seen in the end; blocked anew, one is not", async () => {
  const { server, contacts, juliet } = await play(SOME);
  juliet.sends("<presence/>");
  await server.idle();
  blocks(juliet, SOME.map(at));
  unblocksAll(juliet);
  await server.idle();
  expect(contacts.filter((contact) => lastOf(contact) !== "available")).toEqual([]);
  // Those who had not heard of the block yet never do.
  expect(contacts.filter((contact) => ofType("unavailable", contact).length > 0).length).toBeLessThanOrEqual(10);
  unblocksAll(juliet);
  blocks(juliet, SOME.map(at));
  await server.idle();
  expect(contacts.filter((contact) => lastOf(contact) !== "unavailable")).toEqual([]);
  juliet.sends("<presence><show>away</show></presence>");
  await server.idle();
  expect(contacts.filter((contact) => lastOf(contact) !== "unavailable")).toEqual([]);
  await isWell(server);
});

test("XEP-0191 §3.3: to whom one has shown oneself beyond the roster one goes offline as well, once blocked", async () => {
  const { server, juliet } = await play(SOME);
  const strangers = Array.from({ length: 30 }, (_, n) => `s${n}@elsewhere.example`);
  for (const stranger of strangers) juliet.sends(`<presence to="${stranger}/x"/>`);
  await server.idle();
  server.remote.length = 0;
  blocks(juliet, ["elsewhere.example"]);
  await server.idle();
  expect(server.remote).toEqual(
    strangers.map((stranger) => ({ type: "unavailable", from: juliet.session.jid.full, to: `${stranger}/x` })),
  );
  await isWell(server);
});

test("§4.4: a heavy presence from elsewhere is not passed on to anybody", async () => {
  const { server, juliet } = await play([]);
  server.addContacts(JULIET, ["romeo@elsewhere.example"], "both");
  juliet.sends("<presence/>");
  await server.idle();
  juliet.received.length = 0;
  for (const count of [200, 300])
    server.receive("romeo@elsewhere.example/x", `<presence to="${JULIET}"><x>${"<a/>".repeat(count)}</x></presence>`);
  await server.idle();
  expect(juliet.received.map((text) => text.split("<a/>").length - 1)).toEqual([200]);
  await isWell(server);
});
