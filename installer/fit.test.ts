/** Lines that a terminal shows whole. */
import { expect, test } from "bun:test";
import { fit, fitClosing, fitRecord } from "./fit.ts";

test("a line is broken between words, and goes on under the first word", () => {
  expect(fit("it fits", 10)).toEqual(["it fits"]);
  expect(fit("one two three four", 9)).toEqual(["one two", "three", "four"]);
  expect(fit("  - one two three", 11)).toEqual(["  - one two", "    three"]);
  expect(fit("    one two three", 8)).toEqual(["    one", "    two", "    three"]);
  expect(fit("start it yourself:  jabber-home run", 30)).toEqual(["start it yourself:", "jabber-home run"]);
  expect(fit("  - ./jabber-home  (after each)", 20)).toEqual(["  - ./jabber-home", "    (after each)"]);
  expect(fit("SRV   a.example   right", 15)).toEqual(["SRV   a.example", "right"]);
});

test("a word that no line can hold is left to the terminal", () => {
  expect(fit("x".repeat(20), 10)).toEqual(["x".repeat(20)]);
  expect(fit(`  ${"x".repeat(20)} y`, 10)).toEqual([`  ${"x".repeat(20)} y`]);
});

test("RFC 1035 §5.1: a record that is too long goes on in parentheses, its data whole", () => {
  const record = 'a.example.   300 IN TXT "two words"';
  expect(fitRecord(record, 80)).toEqual([record]);
  expect(fitRecord(record, 24)).toEqual(["a.example. 300 IN TXT (", '    "two words" )']);
  expect(fitRecord(record, 16)).toEqual(["a.example. 300 IN TXT (", '"two words"', ")"]);
  expect(fitRecord("redirect to another place", 10)).toEqual(["redirect to another place"]);
});

test("of the last screen, a command stays whole, and what is said of it goes below", () => {
  expect(fitClosing("Next     ./run --home /srv/x", 40)).toEqual(["Next     ./run --home /srv/x"]);
  expect(fitClosing("Next     ./run --home /srv/x", 20)).toEqual(["Next", "  ./run --home /srv/x"]);
  expect(fitClosing("         ./run --home /srv/x", 20)).toEqual(["         ./run --home /srv/x"]);
  expect(fitClosing("         ./run --home /srv/x   two files", 32)).toEqual([
    "         ./run --home /srv/x",
    "           two files",
  ]);
  expect(fitClosing("one two three four", 9)).toEqual(["one two", "three", "four"]);
});
