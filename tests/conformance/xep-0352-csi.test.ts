/** XEP-0352: Client State Indication. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { enterResumably, resumed } from "../support/client/resumable.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const NS = "urn:xmpp:csi:0";
const INACTIVE = `<inactive xmlns="${NS}"/>`;
const ACTIVE = `<active xmlns="${NS}"/>`;
const STATE = '<composing xmlns="http://jabber.org/protocol/chatstates"/>';

let server: TestServer;
let romeo: Actor;
/** Her phone lies in a pocket. */
let juliet: Actor;
let plays = 0;

beforeAll(async () => {
  server = await startTestServer();
  romeo = await enter(server, "romeo", "orchard");
  await appear(romeo);
});
beforeEach(async () => {
  plays += 1;
  juliet = await enter(server, `juliet${plays}`, "phone");
  await appear(juliet);
  await befriend(romeo, juliet);
  juliet.sends(INACTIVE);
  await juliet.pings();
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const romeoSays = (text: string): Promise<void> => {
  romeo.sends(text.replaceAll("JULIET", juliet.account));
  return romeo.pings();
};

/** What has come by now, without a question that would bring it along: its kinds, in order. */
const come = (): string[] =>
  juliet.client.inbox
    .waiting()
    .map(
      (element) =>
        element.getChildText("body") ??
        element.getChildText("show") ??
        element.getChildElements()[0]?.name ??
        element.name,
    );

test("§4.1: offered among the stream features, once the client has authenticated", () => {
  expect(juliet.client.features.getChild("csi", NS)).toBeDefined();
});

test("§4.2: there is no answer", async () => {
  juliet.sends(ACTIVE + INACTIVE + INACTIVE);
  await juliet.receivesNothing();
});

test("§3.2: presence and chat states wait; a message brings them along, in the order in which they came", async () => {
  await romeoSays("<presence><show>away</show></presence>");
  await romeoSays(`<message type="chat" to="JULIET">${STATE}</message>`);
  expect(come()).toEqual([]);
  await romeoSays('<message type="chat" to="JULIET"><body>hark</body></message>');
  await juliet.receives("<message><body>hark</body></message>");
  const all = juliet.client.inbox.all
    .slice(-3)
    .map((element) => element.getChildText("show") ?? element.getChildText("body") ?? "state");
  expect(all).toEqual(["away", "state", "hark"]);
});

test("§5.1: <active/> brings what waited, before the answer to anything that is asked behind it", async () => {
  await romeoSays("<presence><show>dnd</show></presence>");
  juliet.sends(`${ACTIVE}<iq type="get" id="ping1" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await juliet.receives('<iq type="result" id="ping1"/>');
  expect(come()).toEqual(["dnd"]);
});

test("§3.2: what a person wants to know at once does not wait: messages, requests, answers", async () => {
  const urgent = [
    '<message to="JULIET"><body>1</body></message>',
    `<message type="chat" to="JULIET"><body>2</body>${STATE}</message>`,
    '<message type="headline" to="JULIET"><body>3</body></message>',
    '<message to="JULIET"><propose xmlns="urn:xmpp:jingle-message:0" id="call"/></message>',
  ];
  for (const message of urgent) {
    await romeoSays(message);
    await juliet.receives("<message/>");
  }
});

test("§3.2: a request for a subscription does not wait", async () => {
  const tybalt = await enter(server, `tybalt${plays}`, "street");
  tybalt.sends(`<presence type="subscribe" to="${juliet.account}"/>`);
  await juliet.receives('<presence type="subscribe"/>');
});

test("§5: the state is nobody else's: presence stays as it is", async () => {
  await romeo.receivesNothing();
});

test("no more than a bounded number waits", async () => {
  const many = Array.from({ length: 600 }, (_, n) => `<presence><priority>${n % 100}</priority></presence>`).join("");
  await romeoSays(many);
  for (let n = 0; n < 500; n++) await juliet.receives(`<presence from="${romeo.jid}"/>`);
});

test("§5.2: a resumed stream is active, and brings what waited", async () => {
  const pocket = await enterResumably(server, `juliet${plays}`, "pocket");
  await appear(pocket.actor);
  await settled(pocket.actor);
  pocket.actor.sends(INACTIVE);
  await pocket.actor.pings();
  await romeoSays("<presence><show>xa</show></presence>");
  const { actor } = await resumed(server, pocket);
  await actor.receives("<presence><show>xa</show></presence>");
  await romeoSays("<presence><show>chat</show></presence>");
  await actor.receives("<presence><show>chat</show></presence>");
});

test("an unknown element of the namespace ends the stream with unsupported-stanza-type", async () => {
  juliet.sends(`<asleep xmlns="${NS}"/>`);
  expect(await streamErrorOf(juliet.client)).toBe("unsupported-stanza-type");
});
