/** Which senders are strangers, by address and by roster. */
import { describe, expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { stanza, testRouter } from "../server/testing.ts";
import { type Contact, unknownContact } from "./contact.ts";
import { roster } from "./roster.ts";
import { strangers } from "./strangers.ts";

const JULIET = "juliet@localhost";

function play(messages: "everyone" | "neighbours" | "nobody") {
  const stage = testRouter();
  const module = { ...strangers, options: { messages: { ...strangers.options?.messages, default: messages } } };
  const booted = stage.boot(roster, module as unknown as typeof strangers);
  const { refuses, suspect } = booted.use(module as unknown as typeof strangers);
  return {
    ...stage,
    suspect,
    refuses: (from: string): boolean => refuses(JULIET, parseJid(from)),
    knows: (contact: Partial<Contact>): void =>
      booted.use(roster).put(JULIET, { ...unknownContact("x@e.example"), ...contact }),
  };
}

const OURS = ["localhost", "rooms.localhost", "hall@rooms.localhost/nurse", JULIET];
const THEIRS = ["x@evillocalhost", "x@evil-localhost", "evillocalhost", "x@localhost.example", "x@local", "x@host"];

describe("messages = nobody", () => {
  test("this server and its services are no strangers; accounts of this server and domains with a similar ending are", () => {
    const { refuses } = play("nobody");
    expect(OURS.filter(refuses)).toEqual([]);
    expect(THEIRS.filter((from) => !refuses(from))).toEqual([]);
    expect(refuses("romeo@localhost")).toBe(true);
  });

  test("contacts in the roster, with a subscription or a request sent to them are no strangers; senders of a request are", () => {
    const subscription = (value: Contact["subscription"]): Partial<Contact> => ({ subscription: value });
    for (const [known, isRefused] of [
      [{}, true],
      [{ request: "<presence/>" }, true],
      [{ isListed: true }, false],
      [{ ask: true }, false],
      [subscription("to"), false],
      [subscription("from"), false],
      [subscription("both"), false],
    ] as const) {
      const { refuses, knows } = play("nobody");
      knows(known);
      expect([known, refuses("x@e.example/r")]).toEqual([known, isRefused]);
    }
  });
});

test("messages = neighbours: accounts of this server are no strangers", () => {
  const { refuses } = play("neighbours");
  expect(["romeo@localhost", ...OURS].filter(refuses)).toEqual([]);
  expect(THEIRS.filter((from) => !refuses(from))).toEqual([]);
});

test("messages = everyone: only strangers of suspect domains are refused", async () => {
  const { refuses, suspect, router, enter, committed, remote } = play("everyone");
  expect(THEIRS.filter(refuses)).toEqual([]);
  suspect((domain) => domain === "evil.example");
  expect(["x@evil.example", "x@good.example"].map(refuses)).toEqual([true, false]);
  const juliet = enter(`${JULIET}/balcony`, 0);
  for (const domain of ["evil", "good"]) {
    const from = `x@${domain}.example/r`;
    router.receive(stanza(from, `<message to="${JULIET}" type="chat" id="1"><body>${domain}</body></message>`));
    router.receive(
      stanza(from, `<message to="${juliet.jid.full}" type="groupchat"><body>room of ${domain}</body></message>`),
    );
  }
  await committed();
  expect(juliet.received.map((text) => /<body>(.*)<\/body>/.exec(text)?.[1])).toEqual([
    "room of evil",
    "good",
    "room of good",
  ]);
  expect(remote.map(({ type, to }) => [type, to?.domain])).toEqual([["error", "evil.example"]]);
});

test("errors of strangers are delivered; subscription requests of strangers of a suspect domain are dropped", async () => {
  const { suspect, router, enter, committed, remote } = play("nobody");
  suspect((domain) => domain === "evil.example");
  router.inbound.add({ copy: ({ stanza }) => void shown.push(`${stanza.type} ${stanza.from.domain}`) });
  const shown: string[] = [];
  const juliet = enter(`${JULIET}/balcony`, 0);
  for (const domain of ["evil.example", "good.example"]) {
    router.receive(stanza(`x@${domain}`, `<presence type="subscribe" to="${JULIET}"/>`));
    router.receive(
      stanza(`x@${domain}/r`, `<message type="error" to="${juliet.jid.full}" id="1"><body>x</body></message>`),
    );
  }
  await committed();
  expect(shown).toEqual(["error evil.example", "subscribe good.example", "error good.example"]);
  expect(remote).toEqual([]);
});
