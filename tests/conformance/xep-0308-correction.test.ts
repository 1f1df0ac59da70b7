/** XEP-0308: Last Message Correction, forwarded and archived unchanged. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Actor, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { enterAll, join, makeRoom, roomAt } from "../support/xep/rooms.ts";

const NS = "urn:xmpp:message-correct:0";
const ROOM = "garden";

let server: TestServer;
let actors: Cast<"romeo" | "juliet" | "nurse">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet", "nurse"]);
  await makeRoom(actors.romeo, ROOM);
  await enterAll(ROOM, actors.juliet);
  await settled(...Object.values(actors));
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const writes = (to: string, type: string): void => {
  const { romeo } = actors;
  romeo.sends(
    `<message to="${to}" type="${type}" id="bad1"><body>But soft, what light through yonder airlock</body></message>`,
  );
  romeo.sends(
    `<message to="${to}" type="${type}" id="good1"><body>But soft, what light through yonder window</body><replace id="bad1" xmlns="${NS}"/></message>`,
  );
};
const correctionIn = (message: Element | undefined): string | undefined => message?.getChild("replace", NS)?.attrs.id;
const received = (actor: Actor): Promise<Element> => actor.receives('<message id="good1"/>');

test("§3: in a chat, 'the id of the message being replaced' is delivered and archived at both ends, beside the first version", async () => {
  const { romeo, juliet } = actors;
  writes(juliet.account, "chat");
  expect(correctionIn(await received(juliet))).toBe("bad1");
  for (const actor of [romeo, juliet]) {
    const { results } = await archiveOf(actor);
    expect(results.map(({ message }) => [message.attrs.id, correctionIn(message)])).toEqual([
      ["bad1", undefined],
      ["good1", "bad1"],
    ]);
  }
});

test("§4: in a room, with the XEP-0421 id of the author: to all occupants, in the archive, and in history", async () => {
  const { juliet, nurse } = actors;
  writes(roomAt(ROOM), "groupchat");
  const first = await juliet.receives('<message type="groupchat" id="bad1"/>');
  const second = await juliet.receives('<message type="groupchat" id="good1"/>');
  expect(correctionIn(second)).toBe("bad1");
  const occupant = (message: Element): string => message.getChild("occupant-id", "urn:xmpp:occupant-id:0")?.attrs.id;
  expect(occupant(second)).toBe(occupant(first));
  const { results } = await archiveOf(juliet, "", roomAt(ROOM));
  expect(results.map(({ message }) => correctionIn(message))).toEqual([undefined, "bad1"]);
  nurse.sends(join(ROOM, "nurse"));
  expect(correctionIn(await received(nurse))).toBe("bad1");
});
