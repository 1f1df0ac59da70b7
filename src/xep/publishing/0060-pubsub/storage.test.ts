import { expect, test } from "bun:test";
import { DEFAULTS } from "./config.ts";
import type { Engine } from "./engine.ts";
import { checkStorage } from "./storage.ts";

const NODE = { id: 1, service: "a@b", name: "n", creator: "a@b", created: 0, config: DEFAULTS };
const usage = (bytes: number) => ({ nodes: 1, bytes, subscription_bytes: 1_000_000 });

/** Of an account that has had and has so many bytes, where it may have a hundred. */
function check(before: number, after: number): () => void {
  const nodes = { usage: () => usage(after) };
  const engine = { nodes, host: { limits: { max_storage: 100 } } } as unknown as Engine;
  return () => checkStorage(engine, NODE, usage(before));
}

test("what makes it more than there may be is refused, and nothing that makes it less", () => {
  expect(check(90, 100)).not.toThrow();
  expect(check(90, 101)).toThrow("max_storage");
  expect(check(200, 201)).toThrow("max_storage");
  expect(check(200, 200)).not.toThrow();
  expect(check(200, 150)).not.toThrow();
});
