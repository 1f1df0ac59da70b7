/** XEP-0402, XEP-0492: whether the bookmark of a room allows notifications. */
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

test("without a bookmark: yes", () => expect(isToBeNotified(undefined)).toBe(true));

test("XEP-0402: without autojoin: no", () => {
  for (const autojoin of ["", ' autojoin="false"', ' autojoin="0"', ' autojoin="perhaps"'])
    expect(isToBeNotified(bookmark(autojoin))).toBe(false);
  for (const autojoin of [' autojoin="true"', ' autojoin="1"']) expect(isToBeNotified(bookmark(autojoin))).toBe(true);
});

test("XEP-0492: with <never/> alone: no; with other settings beside it: yes", () => {
  const wishes = (text: string): boolean => isToBeNotified(bookmark(' autojoin="true"', text));
  expect(wishes("<never/>")).toBe(false);
  expect(wishes('<never/><never identity-category="client"/>')).toBe(false);
  expect(wishes('<never/><always identity-category="client" identity-type="phone"/>')).toBe(true);
  for (const text of ["", "<always/>", "<on-mention/>"]) expect(wishes(text)).toBe(true);
});
