/** XEP-0357 §7: what is told of a message is little, and no more than the options say. */
import { expect, test } from "bun:test";
import { parseElement } from "../../xml/parse-element.ts";
import { summaryOf } from "./notification.ts";

const message = (body: string) => parseElement(`<message from="juliet@localhost/x"><body>${body}</body></message>`);

test("the sender and the body, each if it may be told; a body as far as a phone shows it", () => {
  const told = (sender: boolean, body: boolean) => summaryOf(message("hark"), { sender, body });
  expect(told(true, true)).toEqual({ sender: "juliet@localhost/x", body: "hark" });
  expect(told(true, false)).toEqual({ sender: "juliet@localhost/x", body: undefined });
  expect(told(false, true)).toEqual({ sender: undefined, body: "hark" });
  expect(summaryOf(message(""), { sender: true, body: true }).body).toBeUndefined();
  expect(summaryOf(message("x".repeat(400_000)), { sender: true, body: true }).body).toHaveLength(1000);
});
