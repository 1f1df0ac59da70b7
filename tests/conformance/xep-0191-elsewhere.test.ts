/** XEP-0191 §3.3, §3.4: presence to contacts on other servers when they are blocked and unblocked. */
import { expect, test } from "bun:test";
import { openContactsServer } from "../support/in-memory/contacts.ts";

const JULIET = "juliet@localhost";
const BALCONY = `${JULIET}/balcony`;
const BLOCKING = "urn:xmpp:blocking";

async function serverWithContacts() {
  const server = openContactsServer();
  server.createAccounts(["juliet"]);
  for (const side of ["to", "from", "both"] as const) server.addContacts(JULIET, [`${side}@elsewhere.example`], side);
  const juliet = server.openSession(BALCONY);
  // Another session, which is not available.
  server.openSession(`${JULIET}/desk`);
  juliet.sends("<presence/>");
  await server.idle();
  server.remote.length = 0;
  const after = async (change: "block" | "unblock", ...jids: readonly string[]): Promise<string[]> => {
    const items = jids.map((jid) => `<item jid="${jid}"/>`).join("");
    juliet.sends(`<iq type="set"><${change} xmlns="${BLOCKING}">${items}</${change}></iq>`);
    await server.idle();
    return server.remote
      .splice(0)
      .map(({ type, from, to }) => `${type} from ${from} to ${to}`)
      .sort();
  };
  return { server, juliet, after };
}

test("§3.3, §3.4: presence goes to subscribers only, probes to subscribed contacts only, from available resources only", async () => {
  const { server, after } = await serverWithContacts();
  expect(await after("block", "elsewhere.example")).toEqual([
    `unavailable from ${BALCONY} to both@elsewhere.example`,
    `unavailable from ${BALCONY} to from@elsewhere.example`,
  ]);
  const unblocked = [
    `available from ${BALCONY} to both@elsewhere.example`,
    `available from ${BALCONY} to from@elsewhere.example`,
    `probe from ${BALCONY} to both@elsewhere.example`,
    `probe from ${BALCONY} to to@elsewhere.example`,
  ];
  expect(await after("unblock")).toEqual(unblocked);
  await after("block", "elsewhere.example");
  expect(await after("unblock", "elsewhere.example")).toEqual(unblocked);
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("§5: only a blocked resource is sent unavailable presence; one still blocked by another item is sent none on unblocking", async () => {
  const { server, after } = await serverWithContacts();
  expect(await after("block", "both@elsewhere.example/phone")).toEqual([
    `unavailable from ${BALCONY} to both@elsewhere.example/phone`,
  ]);
  await after("block", "elsewhere.example");
  expect(await after("unblock", "both@elsewhere.example/phone")).toEqual([]);
  expect(await after("unblock", "nobody@elsewhere.example")).toEqual([]);
  expect(await after("unblock", "elsewhere.example")).toHaveLength(4);
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("a block list is removed with its account", async () => {
  const { server, after } = await serverWithContacts();
  await after("block", "elsewhere.example");
  expect(server.storageUsage("blocking", JULIET)).toBe("elsewhere.example".length);
  server.remove(JULIET);
  expect(server.storageUsage("blocking", JULIET)).toBe(0);
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});
