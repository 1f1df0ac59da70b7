/** Files of Prosody's storage. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { folderWith, refusalOf } from "../testing.ts";
import { type CutOff, readItems, readTable } from "./lua-file.ts";

function itemsIn(content: string | Uint8Array): { keys: unknown[]; cuts: CutOff[] } {
  using folder = folderWith({ "a.list": content });
  const cuts: CutOff[] = [];
  const items = [...readItems(join(folder.path, "a.list"), (cut) => cuts.push(cut))];
  return { keys: items.map(({ fields }) => fields.get("key")), cuts };
}

const item = (key: string | number, more = ""): string => `item({\n\t["key"] = "${key}";${more}\n});\n`;

test("a .dat is the table that it returns", () => {
  using folder = folderWith({ "a.dat": 'return {\n\t["a"] = 1;\n};\n', "nil.dat": "return nil;" });
  expect(readTable(join(folder.path, "a.dat"))?.fields.get("a")).toBe(1);
  expect(readTable(join(folder.path, "nil.dat"))).toBeUndefined();
});

test("a .dat that is a program is refused with its line", async () => {
  const files = {
    "before.dat": "-- data\nlocal x = 1\nreturn {}",
    "run.dat": 'os.execute("touch /tmp/x")',
    "inside.dat": 'return {\n["a"] = 1;\n["b"] = os.exit();\n}',
    "after.dat": "return {};\nprint(1)",
    "cut.dat": 'return {\n["a"] = ',
  };
  using folder = folderWith(files);
  const refusals = await Promise.all(
    Object.keys(files).map((name) => refusalOf(() => readTable(join(folder.path, name)), folder.path)),
  );
  expect(refusals).toEqual([
    "malformed before.dat:1",
    "code run.dat:1",
    "code inside.dat:3",
    "code after.dat:2",
    "malformed cut.dat:2",
  ]);
});

test("the items of a .list come in their order, also where they are larger than what is read at once", () => {
  const long = `["text"] = "${"x\\195\\169".repeat(100_000)}";`;
  const keys = Array.from({ length: 3000 }, (_, number) => String(number));
  const content = keys.map((key) => item(key, key === "7" || key === "2999" ? long : "")).join("");
  expect(itemsIn(content)).toEqual({ keys, cuts: [] });
});

test("of a last item that is cut off the place is told, and the others are read", () => {
  const whole = item(1) + item(2);
  const last = item(3);
  for (let length = 1; length < last.length - 3; length++) {
    const { keys, cuts } = itemsIn(whole + last.slice(0, length));
    expect([length, keys, cuts.map(({ line }) => line)]).toEqual([length, ["1", "2"], [7]]);
  }
  expect(itemsIn(whole + last.slice(0, -2))).toEqual({ keys: ["1", "2", "3"], cuts: [] });
});

test("space that was reserved and not written is no item", () => {
  expect(itemsIn(item(1) + "\0".repeat(5000))).toEqual({ keys: ["1"], cuts: [] });
});

test("a .list with anything else is refused with its line", async () => {
  using folder = folderWith({
    "code.list": `${item(1)}os.exit()\n`,
    "broken.list": `${item(1)}item({ ["key"] "x" });\n${item(2)}`,
    "deep.list": `${item(1)}item(${"{".repeat(100_000)}`,
    "large.list": `${item(1)}item("${"x".repeat(40_000_000)}");\n`,
  });
  const refusal = (name: string) =>
    refusalOf(() => [...readItems(join(folder.path, name), () => undefined)], folder.path);
  expect(await Promise.all(["code.list", "broken.list", "deep.list", "large.list"].map(refusal))).toEqual([
    "code code.list:4",
    "malformed broken.list:4",
    "too-deep deep.list:4",
    "too-large large.list:4",
  ]);
});
