import { expect, test } from "bun:test";
import type { CsiPolicy } from "../server/session.ts";
import { parseElement } from "../xml/parse-element.ts";
import { weightOf } from "../xml/weight.ts";
import { CsiQueue } from "./csi-queue.ts";

const presence = parseElement("<presence/>");
const message = parseElement("<message/>");
const pace: CsiPolicy = ({ name }) => (name === "presence" ? "later" : "now");

test("while the client is active everything is sent at once", () => {
  expect(new CsiQueue().push(presence)).toEqual([presence]);
});

test("XEP-0352 §5: what may wait does, until something is sent that may not; then all is sent in order", () => {
  const hold = new CsiQueue();
  expect(hold.setPolicy(pace)).toEqual([]);
  expect(hold.push(presence)).toEqual([]);
  expect(hold.push(presence)).toEqual([]);
  expect(hold.push(message)).toEqual([presence, presence, message]);
  expect(hold.push(presence)).toEqual([]);
});

test("a change of the policy sends the whole queue", () => {
  const hold = new CsiQueue();
  hold.setPolicy(pace);
  hold.push(presence);
  expect(hold.weight).toBe(weightOf(presence));
  expect(hold.setPolicy(undefined)).toEqual([presence]);
  expect(hold.weight).toBe(0);
  expect(hold.push(presence)).toEqual([presence]);
});

test("the queue is bounded, in number and in weight", () => {
  const many = new CsiQueue();
  many.setPolicy(pace);
  let due = 0;
  for (let n = 0; n < 500; n++) due += many.push(presence).length;
  expect(due).toBe(500);
  const large = new CsiQueue();
  large.setPolicy(pace);
  const big = parseElement(`<presence><status>${"x".repeat(300_000)}</status></presence>`);
  expect(large.push(big)).toEqual([]);
  expect(large.push(big).length).toBe(2);
  const exact = new CsiQueue();
  exact.setPolicy(pace);
  const sized = (length: number) => parseElement(`<presence><status>${"x".repeat(length)}</status></presence>`);
  const most = 500_001 - weightOf(sized(1));
  expect(exact.push(sized(most - 1))).toEqual([]);
  exact.setPolicy(pace);
  expect(exact.push(sized(most))).toHaveLength(1);
});
