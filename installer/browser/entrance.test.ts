/** Who is let in: by the code, or because nobody was there before. */
import { expect, test } from "bun:test";
import { newCode, openEntrance, spelledCode } from "./entrance.ts";

const HERE = "192.168.1.30";

function clockAt() {
  let now = 0;
  return {
    monotonic: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const tokenOf = (entered: ReturnType<ReturnType<typeof openEntrance>["enter"]>): string | undefined =>
  typeof entered === "string" ? undefined : entered.token;

test("a code has eight letters and digits of which no two look alike, and is another one each time", () => {
  const codes = Array.from({ length: 100 }, newCode);
  for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  expect(new Set(codes).size).toBe(100);
  expect(spelledCode("ABCDEFGH")).toBe("ABCD-EFGH");
});

test("the code lets in, in small letters and with spaces too; the cookie of one who is not in is nothing", () => {
  const entrance = openEntrance("ABCDEFGH", clockAt());
  expect([undefined, "", "x"].map(entrance.isInside)).toEqual([false, false, false]);
  expect(entrance.enter("ABCDEFGJ", HERE)).toBe("wrong");
  expect(entrance.isTaken()).toBe(false);
  const token = tokenOf(entrance.enter(" abcd - efgh ", HERE));
  expect(entrance.isInside(token)).toBe(true);
  expect(entrance.isInside(`${token}x`)).toBe(false);
});

test("whoever has the code takes the place of the browser before, whose cookie is nothing from then on", () => {
  const entrance = openEntrance("ABCDEFGH", clockAt());
  const [first, second] = [entrance.enter("ABCDEFGH", HERE), entrance.enter("ABCDEFGH", HERE)].map(tokenOf);
  expect([entrance.isInside(first), entrance.isInside(second)]).toEqual([false, true]);
});

test("after ten wrong codes of a network not even the right one is taken from there; a minute later one more may be tried", () => {
  const clock = clockAt();
  const entrance = openEntrance("ABCDEFGH", clock);
  for (let count = 0; count < 10; count += 1) expect(entrance.enter("WRONG", HERE)).toBe("wrong");
  expect(entrance.enter("ABCDEFGH", HERE)).toBe("often");
  expect(tokenOf(entrance.enter("ABCDEFGH", "192.168.1.31"))).toBeDefined();
  clock.pass(60_000);
  expect(tokenOf(entrance.enter("ABCDEFGH", HERE))).toBeDefined();
});

test("a thousand wrong codes of as many addresses are enough for all of them", () => {
  const entrance = openEntrance("ABCDEFGH", clockAt());
  for (let count = 0; count < 1000; count += 1)
    expect(entrance.enter("WRONG", `10.0.${count >> 8}.${count & 255}`)).toBe("wrong");
  expect(entrance.enter("ABCDEFGH", HERE)).toBe("often");
});

test("without a code the first one is let in, and nobody after", () => {
  const entrance = openEntrance(undefined, clockAt());
  const token = tokenOf(entrance.enter("", HERE));
  expect([entrance.isInside(token), entrance.isTaken()]).toEqual([true, true]);
  expect(entrance.enter("", HERE)).toBe("taken");
  expect(entrance.isInside(token)).toBe(true);
});
