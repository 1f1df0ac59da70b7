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
/** A session of juliet that is inactive. */
let juliet: Actor;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer();
  romeo = await enter(server, "romeo", "orchard");
  await appear(romeo);
});
beforeEach(async () => {
  testNumber += 1;
  juliet = await enter(server, `juliet${testNumber}`, "phone");
  await appear(juliet);
  await befriend(romeo, juliet);
  juliet.sends(INACTIVE);
  await juliet.pings();
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const romeoSends = (text: string): Promise<void> => {
  romeo.sends(text.replaceAll("JULIET", juliet.account));
  return romeo.pings();
};

/** Names of the elements received so far, in order, without a request that would flush the queue. */
const receivedNames = (): string[] =>
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

test("§4.2: <active/> and <inactive/> are not answered", async () => {
  juliet.sends(ACTIVE + INACTIVE + INACTIVE);
  await juliet.receivesNothing();
});

test("§3.2: presence and chat states are queued; a message flushes the queue in its order", async () => {
  await romeoSends("<presence><show>away</show></presence>");
  await romeoSends(`<message type="chat" to="JULIET">${STATE}</message>`);
  expect(receivedNames()).toEqual([]);
  await romeoSends('<message type="chat" to="JULIET"><body>hark</body></message>');
  await juliet.receives("<message><body>hark</body></message>");
  const all = juliet.client.inbox.all
    .slice(-3)
    .map((element) => element.getChildText("show") ?? element.getChildText("body") ?? "state");
  expect(all).toEqual(["away", "state", "hark"]);
});

test("§5.1: <active/> flushes the queue before the answer to any later request", async () => {
  await romeoSends("<presence><show>dnd</show></presence>");
  juliet.sends(`${ACTIVE}<iq type="get" id="ping1" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await juliet.receives('<iq type="result" id="ping1"/>');
  expect(receivedNames()).toEqual(["dnd"]);
});

test("§3.2: messages, requests and answers are not queued", async () => {
  const urgent = [
    '<message to="JULIET"><body>1</body></message>',
    `<message type="chat" to="JULIET"><body>2</body>${STATE}</message>`,
    '<message type="headline" to="JULIET"><body>3</body></message>',
    '<message to="JULIET"><propose xmlns="urn:xmpp:jingle-message:0" id="call"/></message>',
  ];
  for (const message of urgent) {
    await romeoSends(message);
    await juliet.receives("<message/>");
  }
});

test("§3.2: a subscription request is not queued", async () => {
  const tybalt = await enter(server, `tybalt${testNumber}`, "street");
  tybalt.sends(`<presence type="subscribe" to="${juliet.account}"/>`);
  await juliet.receives('<presence type="subscribe"/>');
});

test("§5: the state does not affect presence", async () => {
  await romeo.receivesNothing();
});

test("the length of the queue is limited", async () => {
  const many = Array.from({ length: 600 }, (_, n) => `<presence><priority>${n % 100}</priority></presence>`).join("");
  await romeoSends(many);
  for (let n = 0; n < 500; n++) await juliet.receives(`<presence from="${romeo.jid}"/>`);
});

test("§5.2: a resumed stream is active, and the queue is flushed", async () => {
  const pocket = await enterResumably(server, `juliet${testNumber}`, "pocket");
  await appear(pocket.actor);
  await settled(pocket.actor);
  pocket.actor.sends(INACTIVE);
  await pocket.actor.pings();
  await romeoSends("<presence><show>xa</show></presence>");
  const { actor } = await resumed(server, pocket);
  await actor.receives("<presence><show>xa</show></presence>");
  await romeoSends("<presence><show>chat</show></presence>");
  await actor.receives("<presence><show>chat</show></presence>");
});

test("an unknown element of the namespace ends the stream with unsupported-stanza-type", async () => {
  juliet.sends(`<asleep xmlns="${NS}"/>`);
  expect(await streamErrorOf(juliet.client)).toBe("unsupported-stanza-type");
});
