/** XEP-0402, XEP-0492: what a bookmark says of being woken for a room. */
import { expect, test } from "bun:test";
import { parseElement } from "../../xml/parse-element.ts";
import { isToBeNotified } from "./0357-room-push.ts";

const NOTIFY = "urn:xmpp:notification-settings:1";
const bookmark = (autojoin: string, wishes?: string) =>
  parseElement(
    `<conference xmlns="urn:xmpp:bookmarks:1"${autojoin}>${
      wishes === undefined ? "" : `<extensions><notify xmlns="${NOTIFY}">${wishes}</notify></extensions>`
    }</conference>`,
  );

test("without a bookmark nothing is known: one is", () => expect(isToBeNotified(undefined)).toBe(true));

test("who does not enter the room by itself is not", () => {
  for (const autojoin of ["", ' autojoin="false"', ' autojoin="0"', ' autojoin="perhaps"'])
    expect(isToBeNotified(bookmark(autojoin))).toBe(false);
  for (const autojoin of [' autojoin="true"', ' autojoin="1"']) expect(isToBeNotified(bookmark(autojoin))).toBe(true);
});

test("XEP-0492: never is never; what an app of one kind does not want, others may", () => {
  const wishes = (text: string): boolean => isToBeNotified(bookmark(' autojoin="true"', text));
  expect(wishes("<never/>")).toBe(false);
  expect(wishes('<never/><never identity-category="client"/>')).toBe(false);
  expect(wishes('<never/><always identity-category="client" identity-type="phone"/>')).toBe(true);
  for (const text of ["", "<always/>", "<on-mention/>"]) expect(wishes(text)).toBe(true);
});
