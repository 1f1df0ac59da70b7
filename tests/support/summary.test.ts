import { expect, test } from "bun:test";
import { summaryOf } from "./summary.ts";

test("the counts are read from bun's last lines, coloured or not", () => {
  const plain =
    "(pass) x [1ms]\n\n 29 pass\n 1 skip\n 2 todo\n 0 fail\n 121 expect() calls\nRan 32 tests across 2 files. [32.00ms]\n";
  expect(summaryOf(plain, 0)).toEqual({ line: "29 passed, 0 failed, 3 skipped", failed: 0 });
  const coloured =
    "\n\n\u001b[0m\u001b[32m 7 pass\u001b[0m\n\u001b[31m 2 fail\u001b[0m\nRan 9 tests across 1 file. [1ms]\n";
  expect(summaryOf(coloured, 1)).toEqual({ line: "7 passed, 2 failed", failed: 2 });
});

test("the output of a test is not read as a summary", () => {
  const tail = " 99 pass\n 5 fail\n\n\n 1 pass\n 0 fail\nRan 1 test across 1 file. [1ms]\n";
  expect(summaryOf(tail, 0).line).toBe("1 passed, 0 failed");
});

test("an aborted run has failed", () => {
  expect(summaryOf("panic: Segmentation fault", 139)).toEqual({ line: "0 passed, 1 failed", failed: 1 });
  expect(summaryOf("\n\n 3 pass\n 0 fail\nRan 3 tests across 1 file. [1ms]", 1).failed).toBe(1);
});
