/** Attempts that begin: so many at once, in turn by whom they are made for. */
import { expect, test } from "bun:test";
import { manualClock } from "../../../tests/support/in-memory/manual-clock.ts";
import { DialLimiter } from "./dial-limiter.ts";

function scene(places: number) {
  const clock = manualClock();
  const turnstile = new DialLimiter({ maxConcurrent: places, slowAfter: 5_000, clock });
  const begun: string[] = [];
  const done = new Map<string, () => void>();
  const pass = (owner: string, name: string, signal = new AbortController().signal): Promise<void> =>
    turnstile.run(owner, signal, () => {
      begun.push(name);
      return new Promise<void>((resolve) => done.set(name, resolve));
    });
  const end = async (name: string): Promise<void> => {
    done.get(name)?.();
    await settled();
  };
  return { clock, begun, pass, end };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("who asks for many has one turn for each of the others'", async () => {
  const { begun, pass, end } = scene(1);
  for (const name of ["a1", "a2", "a3"]) void pass("a", name);
  for (const name of ["b1", "b2"]) void pass("b", name);
  void pass("c", "c1");
  for (let n = 0; n < 6; n++) {
    await settled();
    await end(begun.at(-1) ?? "");
  }
  expect(begun).toEqual(["a1", "a2", "b1", "c1", "a3", "b2"]);
});

test("a place is free again when its work is done, or slow, and never twice", async () => {
  const { clock, begun, pass, end } = scene(1);
  for (const name of ["a1", "a2", "a3"]) void pass("a", name);
  clock.advance(4_999);
  await settled();
  expect(begun).toEqual(["a1"]);
  clock.advance(1);
  await settled();
  expect(begun).toEqual(["a1", "a2"]);
  await end("a1");
  expect(begun).toEqual(["a1", "a2"]);
  await end("a2");
  expect(begun).toEqual(["a1", "a2", "a3"]);
  await end("a3");
  void pass("a", "a4");
  expect(begun).toEqual(["a1", "a2", "a3", "a4"]);
});

test("who gives up while waiting takes no place", async () => {
  const { begun, pass, end } = scene(1);
  void pass("a", "a1");
  const attempt = new AbortController();
  const given = pass("b", "b1", attempt.signal);
  void pass("b", "b2");
  attempt.abort();
  await expect(given).rejects.toThrow("the attempt was given up");
  await end("a1");
  expect(begun).toEqual(["a1", "b2"]);
  await end("b2");
  void pass("c", "c1");
  expect(begun).toEqual(["a1", "b2", "c1"]);
});

test("whoever is behind somebody who has given up has the place", async () => {
  const { begun, pass, end } = scene(1);
  void pass("a", "a1");
  const attempt = new AbortController();
  const given = pass("b", "b1", attempt.signal);
  void pass("c", "c1");
  attempt.abort();
  await expect(given).rejects.toThrow("the attempt was given up");
  await end("a1");
  expect(begun).toEqual(["a1", "c1"]);
});
