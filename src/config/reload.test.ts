import { expect, test } from "bun:test";
import { integer, live } from "../options.ts";
import { readConfig } from "./read.ts";
import { reloadsOf, restartNeeded } from "./reload.ts";

const page = integer(50, "How many at once.", { min: 1, max: 100 });
const MODULES = [{ name: "archive", options: { page, portion: live(page) } }];

test("an option that has changed needs a restart unless it is live, be it of the server or of a module", () => {
  const before = readConfig('domains = ["a.example"]\nhost = "a.example"', MODULES);
  const text = [
    'domains = ["a.example", "b.example"]\nlog_level = "debug"',
    '[listen]\nclient = "off"',
    '[federation]\ndeny = ["c.example"]',
    "[archive]\npage = 20\nportion = 20",
  ].join("\n");
  const after = readConfig(text, MODULES);
  expect(restartNeeded(before, after, MODULES)).toEqual(["domains", "host", "listen.client", "archive.page"]);
  expect(restartNeeded(before, before, MODULES)).toEqual([]);
});

test("the options that a file sets are told apart, also by their former names", () => {
  const modules = [{ name: "archive", options: { page: { ...page, renamedFrom: "size" }, portion: live(page) } }];
  const text = 'domains = ["a.example"]\nlog_level = "debug"\narchive.size = 20\narchive.portion = 20';
  expect(reloadsOf(text, modules)).toEqual({
    live: ["log_level", "archive.portion"],
    restart: ["domains", "archive.page"],
  });
});
