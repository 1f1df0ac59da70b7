import { expect, test } from "bun:test";
import { openFailures } from "./failures.ts";

function textOf(output: string): string {
  const failures = openFailures();
  for (const line of output.split("\n")) failures.add(line);
  return failures.text;
}

test("a failure is repeated with its file and what was said before it, and once only", () => {
  const output = `
tests/a.test.ts:
said by a test that passes
(pass) one [1ms]
12 | expect(2).toBe(3)
\u001b[31merror\u001b[0m: expected 3
\u001b[31m(fail)\u001b[0m two [2ms]
(pass) three [1ms]

tests/b.test.ts:
(pass) four [1ms]

1 tests failed:
(fail) two [2ms]

 3 pass
 1 fail
`;
  expect(textOf(output)).toBe("tests/a.test.ts:\n12 | expect(2).toBe(3)\nerror: expected 3\n(fail) two [2ms]\n");
});

test("without a failure there is nothing to repeat", () => {
  expect(textOf("tests/a.test.ts:\nerror: said by a test\n(pass) one [1ms]\n\n 1 pass\n 0 fail")).toBe("");
});

test("what is repeated is bounded in lines, in their length and in number", () => {
  const long = `${"x".repeat(100_000)}\n`.repeat(100);
  const text = textOf(Array.from({ length: 50 }, (_, index) => `${long}(fail) ${index} [1ms]`).join("\n"));
  expect(text.length).toBeLessThan(20 * 61 * 1001);
  expect(text).toContain("(fail) 19 ");
  expect(text).not.toContain("(fail) 20 ");
});
