import { expect, test } from "bun:test";
import { integer } from "../options.ts";
import { changedKeys } from "./changed.ts";
import { readConfig } from "./read.ts";

const MODULES = [{ name: "archive", options: { page: integer(50, "How many at once.", { min: 1, max: 100 }) } }];

test("the keys of what differs, defaults and modules included", () => {
  const before = readConfig('domains = ["a.example"]\nhost = "a.example"', MODULES);
  const text = 'domains = ["a.example", "b.example"]\n[listen]\nclient = "off"\n[archive]\npage = 20';
  expect(changedKeys(before, readConfig(text, MODULES))).toEqual(["domains", "host", "listen.client", "archive.page"]);
  expect(changedKeys(before, before)).toEqual([]);
});
