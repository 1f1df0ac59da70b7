/** XEP-0045: arbitrary payloads in requests to a room, by its owner and by strangers, are answered with errors. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Actor, type Cast, cast } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ADMIN, INFO, ITEMS, makeRoom, OPEN, OWNER, roomAt, SERVICE } from "../support/xep/rooms.ts";

let server: TestServer;
let actors: Cast<"crone" | "outsider">;

beforeAll(async () => {
  server = await startTestServer({ settings: ["limits.rate=100MB"] });
  actors = await cast(server, ["crone", "outsider"]);
  await makeRoom(actors.crone, "coven", OPEN);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const REQUESTS: readonly (readonly [name: string, namespace: string])[] = [
  ["query", INFO],
  ["query", ITEMS],
  ["query", ADMIN],
  ["query", OWNER],
  ["query", "jabber:iq:register"],
  ["query", "urn:xmpp:mam:2"],
  ["metadata", "urn:xmpp:mam:2"],
  ["ping", "urn:xmpp:ping"],
  ["vCard", "vcard-temp"],
  ["command", "http://jabber.org/protocol/commands"],
  ["moderate", "urn:xmpp:message-moderate:1"],
  ["apply-to", "urn:xmpp:fasten:0"],
  ["nonesuch", "urn:foreign"],
];

const HUGE = "x".repeat(20_000);
const MANY = Array.from({ length: 300 }, (_, n) => `<item jid="a${n}@localhost" node="${n}" nick="" role=""/>`).join(
  "",
);
const field = (name: string, value: string): string => `<field var="${name}"><value>${value}</value></field>`;
const PAYLOADS: readonly (readonly [what: string, attributes: string, children: string])[] = [
  ["empty", "", ""],
  ["with attributes of no meaning", `node="" ver="0" id="-1" sessionid="${HUGE}" action="" queryid="${HUGE}"`, ""],
  ["with huge text", "", HUGE],
  ["with many children", "", MANY],
  ["with foreign children", "", '<x xmlns="urn:foreign"><y z="1">&lt;</y></x><set xmlns="urn:foreign"/>'],
  ["with a foreign form", "", '<x xmlns="jabber:x:data" type="submit"><field/><field var=""><value/></field></x>'],
  [
    "with a form of nonsense",
    'node="urn:xmpp:hats:commands:assign"',
    `<x xmlns="jabber:x:data" type="submit">${field("hats#jid", "@/")}${field("hats#uri", HUGE)}</x>`,
  ],
  ["with what clients put there", "", '<PHOTO><BINVAL>====</BINVAL></PHOTO><item affiliation="x"/><retract/>'],
];

const asks = (actor: Actor, to: string, type: string, child: string) =>
  actor.asks(`<iq type="${type}" to="${to}">${child}</iq>`);

for (const [name, ns] of REQUESTS) {
  test(`<${name} xmlns="${ns}"/>`, async () => {
    for (const actor of Object.values(actors))
      for (const to of [roomAt("coven"), roomAt("nowhere"), SERVICE])
        for (const type of ["get", "set"])
          for (const [what, attributes, children] of PAYLOADS) {
            const answer = await asks(actor, to, type, `<${name} xmlns="${ns}" ${attributes}>${children}</${name}>`);
            expect(`${what}: ${answer.attrs.type}`).toMatch(/: (result|error)$/);
            expect(conditionOf(answer)).not.toBe("internal-server-error");
          }
  });
}

test("an unknown request is answered with an error, also at the service and at rooms that do not exist", async () => {
  for (const to of [roomAt("coven"), roomAt("nowhere"), SERVICE]) {
    const answer = await asks(actors.outsider, to, "get", '<nonesuch xmlns="urn:foreign"/>');
    expect(["service-unavailable", "item-not-found"]).toContain(conditionOf(answer) ?? "");
  }
});
