/** XEP-0357 §7: what a notification contains of a message. */
import { expect, test } from "bun:test";
import { parseElement } from "../../xml/parse-element.ts";
import { summaryOf } from "./notification.ts";

const message = (body: string) => parseElement(`<message from="juliet@localhost/x"><body>${body}</body></message>`);

test("the sender and the body, each if the options allow it; the body is cut to what a phone shows", () => {
  const told = (sender: boolean, body: boolean) => summaryOf(message("hark"), { sender, body });
  expect(told(true, true)).toEqual({ sender: "juliet@localhost/x", body: "hark" });
  expect(told(true, false)).toEqual({ sender: "juliet@localhost/x", body: undefined });
  expect(told(false, true)).toEqual({ sender: undefined, body: "hark" });
  expect(summaryOf(message(""), { sender: true, body: true }).body).toBeUndefined();
  expect(summaryOf(message("x".repeat(400_000)), { sender: true, body: true }).body).toHaveLength(1000);
});
