import { expect, test } from "bun:test";
import { mistakesIn } from "./mistakes.ts";
import { printJson, printJsonLine } from "./print.ts";
import {
  anything,
  boolean,
  choice,
  either,
  integer,
  list,
  nullable,
  object,
  optional,
  record,
  text,
  time,
} from "./schema.ts";

const at = Date.UTC(2026, 10, 22, 8, 30);
const moment = "2026-11-22T08:30:00.000Z";

const PERSON = object({ jid: text(), seen: optional(time()), room: nullable(text()) });

test("times are ISO 8601, wherever they stand; other numbers are numbers", () => {
  const schema = object({
    at: time(),
    pid: integer(),
    values: record(either([integer(), object({ time: time() })])),
    people: list(PERSON),
  });
  const printed = printJson(schema, {
    ...{ at, pid: at },
    values: { until: { time: at }, count: at },
    people: [{ jid: "romeo@example.com", seen: at, room: null }],
  });
  expect(JSON.parse(printed)).toEqual({
    ...{ at: moment, pid: at },
    values: { until: { time: moment }, count: at },
    people: [{ jid: "romeo@example.com", seen: moment, room: null }],
  });
  expect(mistakesIn(schema, JSON.parse(printed))).toEqual([]);
});

test("what is not there is not printed; a line has no line break", () => {
  expect(printJsonLine(PERSON, { jid: "romeo@example.com\n", seen: undefined, room: null })).toBe(
    '{"jid":"romeo@example.com\\n","room":null}',
  );
});

test("what does not fit a schema does not compile", () => {
  // @ts-expect-error: jid is missing.
  printJson(PERSON, { room: null });
  // @ts-expect-error: a number is no text.
  printJson(PERSON, { jid: 1, room: null });
  const value = { jid: "", room: null, age: 14 };
  // @ts-expect-error: age is not declared.
  printJson(PERSON, value);
  // @ts-expect-error: nor is it in a list.
  printJson(object({ people: list(PERSON) }), { people: [value] });
  // @ts-expect-error: nor in one of several forms.
  printJson(either([list(text()), object({ person: PERSON })]), { person: value });
  expect(mistakesIn(PERSON, value)).toEqual(["age: is not declared"]);
});

test.each([
  [text(), 1],
  [integer(), 1.5],
  [boolean(), "true"],
  [time(), at],
  [time(), "2026-11-22"],
  [choice(["yes", "no"]), "maybe"],
  [list(text()), [1]],
  [record(integer()), { one: "1" }],
  [nullable(text()), 1],
  [object({ one: text() }), {}],
  [object({ one: text() }), { one: "", constructor: 1 }],
  [object({ one: text() }), []],
  [either([text(), list(text())]), 1],
])("%j is not what %j is", (schema, value) => {
  expect(mistakesIn(schema, value)).not.toEqual([]);
});

test.each([
  [anything(), { any: [1] }],
  [choice(["yes", true]), true],
  [object({ one: optional(text()) }), {}],
  [record(list(integer())), { constructor: [1] }],
  [either([text(), list(text())]), ["one"]],
])("%j is what %j is", (schema, value) => {
  expect(mistakesIn(schema, value)).toEqual([]);
});
