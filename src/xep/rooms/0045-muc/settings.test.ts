/** Every setting of a room: formatted, parsed, and refused where its value is invalid. */
import { expect, test } from "bun:test";
import { DEFAULT_CONFIG, settings } from "./settings.ts";

for (const [name, setting] of settings) {
  test(`${setting.var}: its default is parsed from what it is formatted as`, () => {
    const values = setting.format(DEFAULT_CONFIG[name]);
    expect(setting.parse(values)).toEqual(DEFAULT_CONFIG[name]);
    if (setting.options) for (const value of values) expect(setting.options).toContain(value);
  });
  test(`${setting.var}: an invalid value is not-acceptable`, () => {
    expect(() => setting.parse(["x".repeat(2000)])).toThrow();
    if (setting.type !== "list-multi") expect(() => setting.parse(["1", "2"])).toThrow();
  });
}

test("by default, a room is private: members-only, non-anonymous, persistent, hidden", () => {
  const { membersonly, whois, persistentroom, publicroom } = DEFAULT_CONFIG;
  expect({ membersonly, whois, persistentroom, publicroom }).toEqual({
    membersonly: true,
    whois: "anyone",
    persistentroom: true,
    publicroom: false,
  });
});
