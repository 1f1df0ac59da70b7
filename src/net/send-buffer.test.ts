/** What waits for a socket. */
import { expect, test } from "bun:test";
import { SendBuffer } from "./send-buffer.ts";

/** A kernel that takes so many bytes a call, and -1 once it takes none. */
function kernel(...capacities: number[]) {
  const calls: string[] = [];
  const taken: Buffer[] = [];
  const write = (data: string | Uint8Array): number => {
    const bytes = Buffer.from(data as string);
    const capacity = capacities.shift() ?? bytes.length;
    calls.push(bytes.toString());
    if (capacity > 0) taken.push(bytes.subarray(0, capacity));
    return capacity < 0 ? -1 : Math.min(capacity, bytes.length);
  };
  return { write, calls, text: () => Buffer.concat(taken).toString() };
}

test("adjacent strings are one write", () => {
  const outbox = new SendBuffer();
  const { write, calls } = kernel();
  for (const text of ["<a/>", "<b/>", "<c/>"]) outbox.add(text);
  expect(outbox.bytes).toBe(12);
  expect(outbox.flush(write)).toBe(true);
  expect(calls).toEqual(["<a/><b/><c/>"]);
  expect(outbox.bytes).toBe(0);
});

test("strings and bytes keep their order", () => {
  const outbox = new SendBuffer();
  const { write, text } = kernel();
  outbox.add("one ");
  outbox.add(Buffer.from("two "));
  outbox.add("three");
  outbox.flush(write);
  expect(text()).toBe("one two three");
});

test("what is not accepted is kept, split between bytes and not characters", () => {
  const outbox = new SendBuffer();
  const { write, text } = kernel(1, 2, 0, -1);
  outbox.add("é€😀"); // 2 + 3 + 4 bytes
  expect(outbox.flush(write)).toBe(false);
  expect(outbox.bytes).toBe(8);
  outbox.add("!");
  expect(outbox.flush(write)).toBe(false);
  expect(outbox.flush(write)).toBe(false);
  expect(outbox.flush(write)).toBe(false);
  expect(outbox.bytes).toBe(7);
  expect(outbox.flush(write)).toBe(true);
  expect(text()).toBe("é€😀!");
});

test("an empty buffer writes nothing", () => {
  const outbox = new SendBuffer();
  const { write, calls } = kernel();
  outbox.add("forgotten");
  outbox.clear();
  expect(outbox.flush(write)).toBe(true);
  expect(calls).toEqual([]);
});
