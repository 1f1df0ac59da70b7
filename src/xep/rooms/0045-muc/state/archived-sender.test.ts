/** XEP-0313 §6.1.2: the sender of an archived message, and who is shown its real JID. */
import { describe, expect, test } from "bun:test";
import { parseJid } from "../../../../jid/jid.ts";
import { parseElement } from "../../../../xml/parse-element.ts";
import { print } from "../../../../xml/print.ts";
import { DEFAULT_CONFIG } from "../settings.ts";
import { archivedMessageFor, splitSender, withSender } from "./archived-sender.ts";
import { Room } from "./room.ts";

const TEXT = '<message from="coven@rooms.localhost/hag" type="groupchat" id="m"><body>x &amp; y</body></message>';
const SENDER = { jid: parseJid("hag66@localhost/pda"), affiliation: "member", role: "participant", wasVisible: true };

const roomWith = (whois: "anyone" | "moderators"): Room =>
  new Room({
    id: 1,
    jid: parseJid("coven@rooms.localhost"),
    created: 0,
    isLocked: false,
    config: { ...DEFAULT_CONFIG, whois },
    subject: { text: "" },
  });

/** A message as it is read from the store. */
const kept = (wasVisible: boolean) => parseElement(print(withSender(parseElement(TEXT), { ...SENDER, wasVisible })));

test("the sender is read back, and the message is as it was", () => {
  const { message, sender } = splitSender(kept(true));
  expect(print(message)).toBe(TEXT);
  expect(sender).toEqual(SENDER);
});

test("a message of the room itself has no sender", () => {
  const { message, sender } = splitSender(parseElement(TEXT));
  expect(print(message)).toBe(TEXT);
  expect(sender).toBeUndefined();
  expect(print(archivedMessageFor(roomWith("anyone"), parseElement(TEXT), true))).toBe(TEXT);
});

describe("the real JID is shown", () => {
  for (const [now, wasVisible, isModerator, isSeen] of [
    ["anyone", true, false, true],
    ["anyone", false, false, false],
    ["moderators", true, false, false],
    ["moderators", false, false, false],
    ["anyone", false, true, true],
    ["moderators", false, true, true],
    ["moderators", true, true, true],
  ] as const) {
    const then = wasVisible ? "anyone" : "moderators";
    test(`${isSeen ? "" : "not "}to ${isModerator ? "a moderator" : "others"}: whois was ${then}, and is ${now}`, () => {
      const shown = print(archivedMessageFor(roomWith(now), kept(wasVisible), isModerator));
      expect(shown.includes("hag66@localhost/pda")).toBe(isSeen);
      expect(shown).not.toContain("urn:jabber-home");
    });
  }
});
