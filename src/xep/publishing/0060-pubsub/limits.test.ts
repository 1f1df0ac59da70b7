import { expect, test } from "bun:test";
import { DEFAULTS } from "./config.ts";
import { checkStorage } from "./limits.ts";

const NODE = { id: 1, service: "a@b", name: "n", creator: "a@b", created: 0, config: DEFAULTS };
const usage = (bytes: number) => ({ nodes: 1, bytes, subscription_bytes: 1_000_000 });

/** For an account that had `before` bytes and has `after`, where max_storage is 100. */
function check(before: number, after: number): () => void {
  const storage = { nodes: { usage: () => usage(after) }, host: { limits: { max_storage: 100 } } };
  return () => checkStorage(storage, NODE, usage(before));
}

test("a change that exceeds max_storage is refused, unless it frees storage", () => {
  expect(check(90, 100)).not.toThrow();
  expect(check(90, 101)).toThrow("max_storage");
  expect(check(200, 201)).toThrow("max_storage");
  expect(check(200, 200)).not.toThrow();
  expect(check(200, 150)).not.toThrow();
});
