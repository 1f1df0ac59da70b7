/** Every setting of a room: shown, read back, and refused where it is none. */
import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS, settings } from "./settings.ts";

for (const [name, setting] of settings) {
  test(`${setting.var}: its default is what is read where it is shown`, () => {
    const shown = setting.show(DEFAULTS[name]);
    expect(setting.read(shown)).toEqual(DEFAULTS[name]);
    if (setting.options) for (const value of shown) expect(setting.options).toContain(value);
  });
  test(`${setting.var}: what it cannot be is not-acceptable`, () => {
    expect(() => setting.read(["x".repeat(2000)])).toThrow();
    if (setting.type !== "list-multi") expect(() => setting.read(["1", "2"])).toThrow();
  });
}

test("a file each, and each in the list", () => {
  const files = readdirSync(join(import.meta.dir, "settings")).filter((file) => file !== "kinds.ts");
  expect(files.sort()).toEqual(settings.map(([name]) => `${name}.ts`).sort());
});

test("a room that nobody has said anything of is private: for members, non-anonymous, persistent, hidden", () => {
  const { membersonly, whois, persistentroom, publicroom } = DEFAULTS;
  expect({ membersonly, whois, persistentroom, publicroom }).toEqual({
    membersonly: true,
    whois: "anyone",
    persistentroom: true,
    publicroom: false,
  });
});
