/** RFC 6121 §4.2, §4.3: initial presence and probes to contacts on other servers. */
import { expect, test } from "bun:test";
import { openContactsServer } from "../support/in-memory/contacts.ts";

const JULIET = "juliet@localhost";
const BALCONY = `${JULIET}/balcony`;

/** What has left, by whom it is for. */
async function play() {
  const server = openContactsServer();
  server.createAccounts(["juliet", "nurse"]);
  for (const side of ["to", "from", "both"] as const) server.addContacts(JULIET, [`${side}@elsewhere.example`], side);
  server.addContacts(JULIET, ["nurse@localhost"], "both");
  const juliet = server.openSession(BALCONY);
  const left = async (): Promise<string[]> => {
    await server.idle();
    return server.remote
      .splice(0)
      .map(({ type, from, to }) => `${type} from ${from} to ${to.slice(0, to.indexOf("@"))}`)
      .sort();
  };
  const ends = async (): Promise<void> => {
    expect(server.errors).toEqual([]);
    await server[Symbol.asyncDispose]();
  };
  return { server, juliet, left, ends };
}

test("§4.2.2, §4.3: initial presence is for those who see it, probes for those who are seen; later, nobody is asked", async () => {
  const { server, juliet, left, ends } = await play();
  juliet.sends("<presence/>");
  expect(await left()).toEqual([
    `available from ${BALCONY} to both`,
    `available from ${BALCONY} to from`,
    `probe from ${BALCONY} to both`,
    `probe from ${BALCONY} to to`,
  ]);
  juliet.sends("<presence><show>away</show></presence>");
  const told = [`available from ${BALCONY} to both`, `available from ${BALCONY} to from`];
  expect(await left()).toEqual(told);
  server.endSession(juliet);
  expect(await left()).toEqual(told.map((line) => line.replace("available", "unavailable")));
  await ends();
});

test("§4.5.2: one's own apps hear of the end, the one that says so among them", async () => {
  const { server, juliet, ends } = await play();
  const desk = server.openSession(`${JULIET}/desk`);
  for (const app of [juliet, desk]) app.sends("<presence/>");
  await server.idle();
  for (const { received } of [juliet, desk]) received.length = 0;
  juliet.sends('<presence type="unavailable"/>');
  await server.idle();
  const end = `<presence type="unavailable" from="${BALCONY}" to="${JULIET}"/>`;
  expect([juliet.received, desk.received]).toEqual([[end], [end]]);
  // Whoever is not available is told of nobody.
  desk.sends("<presence><show>away</show></presence>");
  await server.idle();
  expect(juliet.received).toEqual([end]);
  await ends();
});

test("§4.3: a session of before a restart asks after contacts elsewhere, whom it sees: those here say so themselves", async () => {
  const { server, juliet, left, ends } = await play();
  juliet.sends("<presence/>");
  await left();
  const nurse = server.openSession("nurse@localhost/x");
  nurse.sends("<presence/>");
  await server.idle();
  server.revive(juliet);
  for (const { received } of [juliet, nurse]) received.length = 0;
  juliet.sends("<presence/>");
  expect(await left()).toEqual([
    `available from ${BALCONY} to both`,
    `available from ${BALCONY} to from`,
    `probe from ${BALCONY} to both`,
    `probe from ${BALCONY} to to`,
  ]);
  expect(juliet.received.filter((text) => text.includes("nurse"))).toEqual([]);
  juliet.sends("<presence/>");
  expect((await left()).filter((line) => line.startsWith("probe"))).toEqual([]);
  await ends();
});

test("§4.7.2.3: a priority is from -128 to 127; beyond, it is the nearest of these", async () => {
  const { juliet, ends } = await play();
  for (const [said, kept] of [
    ["-128", -128],
    ["-129", -128],
    ["127", 127],
    ["128", 127],
    ["7", 7],
    ["7.5", 0],
    ["1000", 0],
  ] as const) {
    juliet.sends(`<presence><priority>${said}</priority></presence>`);
    expect([said, juliet.session.priority]).toEqual([said, kept]);
  }
  juliet.sends('<presence type="unavailable"/>');
  expect(juliet.session.presence).toBeUndefined();
  await ends();
});
