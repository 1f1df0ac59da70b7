import { expect, test } from "bun:test";
import { onOneLine } from "./one-line.ts";

test("neither C0 nor C1 controls, nor lines, nor what turns the direction of writing are left", () => {
  expect(onOneLine(" a\r\nb\t\u001b[31mc\u009b1md\u202ee ")).toBe("a b [31mc 1md e");
});
