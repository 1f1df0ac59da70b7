/** RFC 6121 §4.2, §4.3: initial presence and probes to contacts on other servers. */
import { expect, test } from "bun:test";
import { openContactsServer } from "../support/in-memory/contacts.ts";

const JULIET = "juliet@localhost";
const BALCONY = `${JULIET}/balcony`;

/** A server where juliet has contacts elsewhere with each kind of subscription; `sentElsewhere` returns what was sent to them. */
async function serverWithContacts() {
  const server = openContactsServer();
  server.createAccounts(["juliet", "nurse"]);
  for (const side of ["to", "from", "both"] as const) server.addContacts(JULIET, [`${side}@elsewhere.example`], side);
  server.addContacts(JULIET, ["nurse@localhost"], "both");
  const juliet = server.openSession(BALCONY);
  const sentElsewhere = async (): Promise<string[]> => {
    await server.idle();
    return server.remote
      .splice(0)
      .map(({ type, from, to }) => `${type} from ${from} to ${to.slice(0, to.indexOf("@"))}`)
      .sort();
  };
  const close = async (): Promise<void> => {
    expect(server.errors).toEqual([]);
    await server[Symbol.asyncDispose]();
  };
  return { server, juliet, left: sentElsewhere, ends: close };
}

test("§4.2.2, §4.3: initial presence goes to subscribers, probes to subscribed contacts; later presence sends no probes", async () => {
  const { server, juliet, left: sentElsewhere, ends: close } = await serverWithContacts();
  juliet.sends("<presence/>");
  expect(await sentElsewhere()).toEqual([
    `available from ${BALCONY} to both`,
    `available from ${BALCONY} to from`,
    `probe from ${BALCONY} to both`,
    `probe from ${BALCONY} to to`,
  ]);
  juliet.sends("<presence><show>away</show></presence>");
  const sent = [`available from ${BALCONY} to both`, `available from ${BALCONY} to from`];
  expect(await sentElsewhere()).toEqual(sent);
  server.endSession(juliet);
  expect(await sentElsewhere()).toEqual(sent.map((line) => line.replace("available", "unavailable")));
  await close();
});

test("§4.5.2: unavailable presence goes to all available resources of the account, the sending one included", async () => {
  const { server, juliet, ends: close } = await serverWithContacts();
  const desk = server.openSession(`${JULIET}/desk`);
  for (const app of [juliet, desk]) app.sends("<presence/>");
  await server.idle();
  for (const { received } of [juliet, desk]) received.length = 0;
  juliet.sends('<presence type="unavailable"/>');
  await server.idle();
  const end = `<presence type="unavailable" from="${BALCONY}" to="${JULIET}"/>`;
  expect([juliet.received, desk.received]).toEqual([[end], [end]]);
  // An unavailable resource receives no presence.
  desk.sends("<presence><show>away</show></presence>");
  await server.idle();
  expect(juliet.received).toEqual([end]);
  await close();
});

test("§4.3: a session restored after a restart probes contacts on other servers only; local ones send presence themselves", async () => {
  const { server, juliet, left: sentElsewhere, ends: close } = await serverWithContacts();
  juliet.sends("<presence/>");
  await sentElsewhere();
  const nurse = server.openSession("nurse@localhost/x");
  nurse.sends("<presence/>");
  await server.idle();
  server.revive(juliet);
  for (const { received } of [juliet, nurse]) received.length = 0;
  juliet.sends("<presence/>");
  expect(await sentElsewhere()).toEqual([
    `available from ${BALCONY} to both`,
    `available from ${BALCONY} to from`,
    `probe from ${BALCONY} to both`,
    `probe from ${BALCONY} to to`,
  ]);
  expect(juliet.received.filter((text) => text.includes("nurse"))).toEqual([]);
  juliet.sends("<presence/>");
  expect((await sentElsewhere()).filter((line) => line.startsWith("probe"))).toEqual([]);
  await close();
});

test("§4.7.2.3: a priority is between -128 and 127; others are changed to the nearest of these", async () => {
  const { juliet, ends: close } = await serverWithContacts();
  for (const [written, priority] of [
    ["-128", -128],
    ["-129", -128],
    ["127", 127],
    ["128", 127],
    ["7", 7],
    ["7.5", 0],
    ["1000", 0],
  ] as const) {
    juliet.sends(`<presence><priority>${written}</priority></presence>`);
    expect([written, juliet.session.priority]).toEqual([written, priority]);
  }
  juliet.sends('<presence type="unavailable"/>');
  expect(juliet.session.presence).toBeUndefined();
  await close();
});
