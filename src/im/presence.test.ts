import { describe, expect, test } from "bun:test";
import { stanza, type TestSession, testRouter } from "../server/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
import { unknownContact } from "./contact.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";
import { subscription } from "./subscription.ts";

const FRIEND = "juliet@elsewhere.example";

/** Romeo is available; a friend on another server is subscribed to his presence. */
function play() {
  const stage = testRouter();
  const booted = stage.boot(roster, subscription, presence);
  booted.use(roster).put("romeo@localhost", { ...unknownContact(FRIEND), subscription: "from", isListed: true });
  stage.enter("romeo@localhost/orchard", 0);
  const answersTo = (from: string, to: string): string[] => {
    stage.router.receive(stanza(from, `<presence type="probe" to="${to}"/>`));
    return stage.remote.map(({ type, from, to }) => `${type} from ${from.full} to ${to?.full}`);
  };
  return { ...stage, booted, answersTo };
}

describe("RFC 6121 §4.3.2: a probe of another server", () => {
  test("by a subscriber is answered with the last presence of each resource", () => {
    expect(play().answersTo(`${FRIEND}/balcony`, "romeo@localhost")).toEqual([
      `available from romeo@localhost/orchard to ${FRIEND}/balcony`,
    ]);
  });

  test("of a full JID is answered with the presence of that resource alone, or with unavailable", () => {
    const { answersTo } = play();
    expect(answersTo(FRIEND, "romeo@localhost/orchard")).toEqual([
      `available from romeo@localhost/orchard to ${FRIEND}`,
    ]);
    expect(answersTo(FRIEND, "romeo@localhost/garden").at(-1)).toBe(
      `unavailable from romeo@localhost/garden to ${FRIEND}`,
    );
  });

  test("by anybody else is answered with unsubscribed, whether the account exists or not", () => {
    for (const account of ["romeo@localhost", "juliet@localhost", "nobody@localhost"]) {
      expect(play().answersTo("tybalt@elsewhere.example/street", account)).toEqual([
        `unsubscribed from ${account} to tybalt@elsewhere.example`,
      ]);
    }
  });
});

test("RFC 6121 §3.1.3: a session that is there again after a crash is shown the requests that nobody has answered", async () => {
  const { router, booted, sessions, committed } = play();
  const orchard = sessions.get("romeo@localhost/orchard") as unknown as TestSession;
  router.receive(stanza("tybalt@elsewhere.example", '<presence type="subscribe" to="romeo@localhost" id="first"/>'));
  await committed();
  // What the process that was killed had sent to it is gone; the request comes once more from the other server.
  orchard.received.length = 0;
  booted.session.crashed(orchard);
  router.receive(stanza("tybalt@elsewhere.example", '<presence type="subscribe" to="romeo@localhost" id="again"/>'));
  await committed();
  expect(orchard.received).toEqual([expect.stringContaining('id="first"')]);
});

test("RFC 6121 §8.5.3.1: a remote user's request reaches only the resources whose presence that user may have", async () => {
  const { router, sessions, committed, remote } = play();
  const orchard = sessions.get("romeo@localhost/orchard") as unknown as { readonly received: string[] };
  for (const from of [FRIEND, "tybalt@elsewhere.example"]) {
    router.receive(
      stanza(`${from}/x`, '<iq type="get" id="1" to="romeo@localhost/orchard"><ping xmlns="urn:xmpp:ping"/></iq>'),
    );
  }
  await committed();
  expect(orchard.received.length).toBe(1);
  expect(orchard.received[0]).toContain(`from="${FRIEND}/x"`);
  expect(remote.map(({ xml }) => xml.toString()).join()).toContain("<service-unavailable");
});

test("RFC 6121 §8.5.3.1: a request of the server itself reaches every resource", async () => {
  const { router, sessions, committed } = play();
  const orchard = sessions.get("romeo@localhost/orchard") as unknown as { readonly received: string[] };
  const asks = (from: string) =>
    parseElement(
      `<iq type="get" id="1" from="${from}" to="romeo@localhost/orchard"><ping xmlns="urn:xmpp:ping"/></iq>`,
    );
  for (const from of ["localhost", "romeo@localhost", "juliet@localhost"]) router.route(asks(from));
  await committed();
  expect(orchard.received.map((text) => /from="([^"]*)"/.exec(text)?.[1])).toEqual(["localhost", "romeo@localhost"]);
});
