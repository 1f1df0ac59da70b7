/** RFC 6121 §4, XEP-0191: presence for thousands of contacts is sent in portions, and reaches all of them. */
import { expect, test } from "bun:test";
import { type ContactsServer, openContactsServer, type TestSession } from "../support/in-memory/contacts.ts";

const JULIET = "juliet@localhost";
/** Milliseconds of CPU for one turn of the event loop; twice the aim, for a cold start. */
const MAX_TURN_MS = 100;
const MANY = Array.from({ length: 5000 }, (_, n) => `c${n}`);
const FEWER = MANY.slice(0, 2000);
const BLOCKING = "urn:xmpp:blocking";

const at = (name: string): string => `${name}@localhost`;
const ofType = (type: string, { received }: TestSession): string[] =>
  received.filter((text) => text.startsWith("<presence") && (/ type="(\w+)"/.exec(text)?.[1] ?? "available") === type);

/** A server where juliet has a mutual subscription with these accounts, each online with one session. */
async function serverWithContacts(names: readonly string[] = MANY, settings: readonly string[] = []) {
  const server = openContactsServer(settings);
  server.createAccounts(["juliet", ...names]);
  server.addContacts(JULIET, names.map(at), "both");
  const contacts = names.map((name) => server.openSession(`${at(name)}/x`));
  for (const contact of contacts) contact.sends("<presence/>");
  await server.idle();
  const juliet = server.openSession(`${JULIET}/balcony`);
  const clearReceived = (): void => {
    for (const { received } of [juliet, ...contacts]) received.length = 0;
  };
  clearReceived();
  return { server, contacts, juliet, forget: clearReceived };
}

const block = (juliet: TestSession, jids: readonly string[]): void =>
  juliet.sends(
    `<iq type="set"><block xmlns="${BLOCKING}">${jids.map((jid) => `<item jid="${jid}"/>`).join("")}</block></iq>`,
  );
const unblockAll = (juliet: TestSession): void => juliet.sends(`<iq type="set"><unblock xmlns="${BLOCKING}"/></iq>`);

async function expectNoErrors(server: ContactsServer): Promise<void> {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
}

test("§4.2, §4.4, §4.5: initial presence, probes and unavailable presence to and from 5,000 contacts are sent in portions", async () => {
  const { server, contacts, juliet, forget: clearReceived } = await serverWithContacts();
  const steps: readonly (readonly [act: () => void, type: string, answers: number])[] = [
    [() => juliet.sends("<presence/>"), "available", 5000],
    [() => juliet.sends("<presence><show>away</show></presence>"), "available", 0],
    [() => server.endSession(juliet), "unavailable", 0],
  ];
  for (const [act, type, answers] of steps) {
    expect(await server.longestTurn(act)).toBeLessThan(MAX_TURN_MS);
    expect(contacts.filter((contact) => ofType(type, contact).length !== 1)).toEqual([]);
    expect(ofType("available", juliet).filter((text) => text.includes("@localhost/x"))).toHaveLength(answers);
    clearReceived();
  }
  await expectNoErrors(server);
});

test("XEP-0191 §3.3, §3.4: 2,000 contacts are blocked at once, and unblocked", async () => {
  const { server, contacts, juliet, forget: clearReceived } = await serverWithContacts(FEWER);
  juliet.sends("<presence/>");
  juliet.sends(`<iq type="get"><blocklist xmlns="${BLOCKING}"/></iq>`);
  await server.idle();
  clearReceived();
  expect(await server.longestTurn(() => block(juliet, FEWER.map(at)))).toBeLessThan(MAX_TURN_MS);
  expect(contacts.filter((contact) => ofType("unavailable", contact).length !== 1)).toEqual([]);
  expect(juliet.received.filter((text) => text.includes("<block "))).toHaveLength(1);
  expect(juliet.received.at(-1)).toContain('type="result"');
  clearReceived();
  expect(await server.longestTurn(() => unblockAll(juliet))).toBeLessThan(MAX_TURN_MS);
  expect(contacts.filter((contact) => ofType("available", contact).length !== 1)).toEqual([]);
  expect(ofType("available", juliet)).toHaveLength(FEWER.length);
  await expectNoErrors(server);
});

test("XEP-0191 §3.3: 5,000 domains are blocked by an account with 2,000 contacts", async () => {
  const { server, contacts, juliet } = await serverWithContacts(FEWER);
  const domains = MANY.map((name) => `${name}.example`);
  expect(await server.longestTurn(() => block(juliet, domains))).toBeLessThan(MAX_TURN_MS);
  expect(server.storageUsage("blocking", JULIET)).toBe(domains.join("").length);
  expect(contacts.flatMap(({ received }) => received)).toEqual([]);
  expect(await server.longestTurn(() => unblockAll(juliet))).toBeLessThan(MAX_TURN_MS);
  expect(server.storageUsage("blocking", JULIET)).toBe(0);
  await expectNoErrors(server);
});

test("RFC 6121 §2.5.2: an account with 2,000 contacts is removed, and all of them are informed", async () => {
  const { server, contacts, juliet, forget: clearReceived } = await serverWithContacts(FEWER);
  juliet.sends("<presence/>");
  await server.idle();
  clearReceived();
  expect(await server.longestTurn(() => server.remove(JULIET))).toBeLessThan(MAX_TURN_MS);
  for (const type of ["unavailable", "unsubscribed", "unsubscribe"])
    expect([type, contacts.filter((contact) => ofType(type, contact).length !== 1)]).toEqual([type, []]);
  expect(server.storageUsage("roster", JULIET)).toBe(0);
  await expectNoErrors(server);
});

const FORTY = MANY.slice(0, 40);
const lastOf = ({ received }: TestSession): string => /type="(\w+)"/.exec(received.at(-1) ?? "")?.[1] ?? "available";

test("§3.2: a contact whose subscription is cancelled while presence is still being sent receives no more of it", async () => {
  const { server, contacts, juliet } = await serverWithContacts(FORTY);
  juliet.sends("<presence/>");
  for (const name of FORTY) juliet.sends(`<presence type="unsubscribed" to="${at(name)}"/>`);
  await server.idle();
  expect(contacts.filter((contact) => ofType("available", contact).length > 0)).toHaveLength(10);
  expect(contacts.filter((contact) => lastOf(contact) !== "unavailable")).toEqual([]);
  await expectNoErrors(server);
});

test("§3.2.2: a contact whose subscription is cancelled while unavailable presence is still being sent receives it", async () => {
  const { server, contacts, juliet } = await serverWithContacts(FORTY);
  juliet.sends("<presence/>");
  await server.idle();
  server.endSession(juliet);
  const desk = server.openSession(`${JULIET}/desk`);
  for (const name of FORTY) desk.sends(`<presence type="unsubscribed" to="${at(name)}"/>`);
  await server.idle();
  for (const contact of contacts)
    expect(ofType("unavailable", contact).some((text) => text.includes("/balcony"))).toBe(true);
  await expectNoErrors(server);
});

test("§2.5.2: contacts of an account that is removed while unavailable presence is still being sent receive it", async () => {
  const { server, contacts, juliet } = await serverWithContacts(FORTY);
  juliet.sends("<presence/>");
  await server.idle();
  server.endSession(juliet);
  server.remove(JULIET);
  await server.idle();
  expect(contacts.filter((contact) => !ofType("unavailable", contact)[0]?.includes("/balcony"))).toEqual([]);
  await expectNoErrors(server);
});

test("§4.5: of two presence changes in a row all contacts receive the last; those not yet sent the first do not receive it", async () => {
  const { server, contacts, juliet, forget: clearReceived } = await serverWithContacts(FORTY);
  /** Number of contacts that received presence of this type before the last one, which contains `end` and which all received. */
  const countReceived = async (type: string, end: string): Promise<number> => {
    await server.idle();
    expect(contacts.filter(({ received }) => !received.at(-1)?.includes(end))).toEqual([]);
    const { length } = contacts.filter((contact) => ofType(type, contact).length > 0);
    clearReceived();
    return length;
  };
  juliet.sends("<presence/>");
  juliet.sends('<presence type="unavailable"/>');
  expect(await countReceived("available", "unavailable")).toBe(10);
  juliet.sends("<presence/>");
  juliet.sends("<presence><show>dnd</show></presence>");
  await server.idle();
  expect(contacts.filter((contact) => ofType("available", contact).length === 2)).toHaveLength(10);
  clearReceived();
  juliet.sends('<presence type="unavailable"/>');
  juliet.sends("<presence><show>away</show></presence>");
  expect(await countReceived("unavailable", "away")).toBe(10);
  // Another session binds the same address while unavailable presence of this one is still being sent.
  server.endSession(juliet);
  server.openSession(juliet.session.jid.full).sends("<presence><show>xa</show></presence>");
  expect(await countReceived("unavailable", "xa")).toBe(10);
  await expectNoErrors(server);
});

test("§4.3: probes stop when the session becomes unavailable, and start again with its next initial presence", async () => {
  const { server, juliet, forget: clearReceived } = await serverWithContacts(FORTY);
  const answers = (): number => ofType("available", juliet).filter((text) => text.includes("@localhost/x")).length;
  juliet.sends("<presence/>");
  juliet.sends('<presence type="unavailable"/>');
  await server.idle();
  expect(answers()).toBe(10);
  clearReceived();
  for (const act of ["<presence/>", '<presence type="unavailable"/>', "<presence/>"]) juliet.sends(act);
  await server.idle();
  expect(answers()).toBe(10 + FORTY.length);
  await expectNoErrors(server);
});

test("§4.6: directed presence of a new session with the same address is not revoked by the end of the former session", async () => {
  const { server, juliet } = await serverWithContacts([]);
  const rooms = FORTY.map((name) => `${name}@rooms.example/juliet`);
  const sendDirectedPresence = (session: TestSession): void =>
    rooms.forEach((room) => void session.sends(`<presence to="${room}"/>`));
  sendDirectedPresence(juliet);
  server.endSession(juliet);
  sendDirectedPresence(server.openSession(juliet.session.jid.full));
  await server.idle();
  const last = new Map(server.remote.map(({ to, type }) => [to, type]));
  expect([...last]).toEqual(rooms.map((room) => [room, "available"]));
  expect(server.remote.filter(({ type }) => type === "unavailable")).toHaveLength(10);
  await expectNoErrors(server);
});

test("XEP-0191 §3.4: a contact blocked and unblocked in a row sees the user online in the end; one unblocked and blocked sees the user offline", async () => {
  const { server, contacts, juliet } = await serverWithContacts(FORTY);
  juliet.sends("<presence/>");
  await server.idle();
  block(juliet, FORTY.map(at));
  unblockAll(juliet);
  await server.idle();
  expect(contacts.filter((contact) => lastOf(contact) !== "available")).toEqual([]);
  // Contacts not yet informed of the block never are.
  expect(contacts.filter((contact) => ofType("unavailable", contact).length > 0).length).toBeLessThanOrEqual(10);
  unblockAll(juliet);
  block(juliet, FORTY.map(at));
  await server.idle();
  expect(contacts.filter((contact) => lastOf(contact) !== "unavailable")).toEqual([]);
  juliet.sends("<presence><show>away</show></presence>");
  await server.idle();
  expect(contacts.filter((contact) => lastOf(contact) !== "unavailable")).toEqual([]);
  await expectNoErrors(server);
});

test("XEP-0191 §3.3: recipients of directed presence are sent unavailable presence when they are blocked", async () => {
  const { server, juliet } = await serverWithContacts(FORTY);
  const strangers = Array.from({ length: 30 }, (_, n) => `s${n}@elsewhere.example`);
  for (const stranger of strangers) juliet.sends(`<presence to="${stranger}/x"/>`);
  await server.idle();
  server.remote.length = 0;
  block(juliet, ["elsewhere.example"]);
  await server.idle();
  expect(server.remote).toEqual(
    strangers.map((stranger) => ({ type: "unavailable", from: juliet.session.jid.full, to: `${stranger}/x` })),
  );
  await expectNoErrors(server);
});

test("§4.4: a presence beyond the weight limit from another server is not delivered", async () => {
  const { server, juliet } = await serverWithContacts([]);
  server.addContacts(JULIET, ["romeo@elsewhere.example"], "both");
  juliet.sends("<presence/>");
  await server.idle();
  juliet.received.length = 0;
  for (const count of [200, 300])
    server.receive("romeo@elsewhere.example/x", `<presence to="${JULIET}"><x>${"<a/>".repeat(count)}</x></presence>`);
  await server.idle();
  expect(juliet.received.map((text) => text.split("<a/>").length - 1)).toEqual([200]);
  await expectNoErrors(server);
});
