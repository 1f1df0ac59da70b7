import { expect, test } from "bun:test";
import type { AnyVerb } from "../verb.ts";
import { verbs } from "../verbs.ts";
import { jsonSchemaOf } from "./document.ts";
import { integer, list, nullable, object, optional, part, text, time } from "./schema.ts";

const PERSON = part(
  "Person",
  object({ jid: text("Bare."), seen: optional(time()), friends: optional(nullable(integer())) }),
);

test("JSON Schema: an answer, a line, a failure; parts are defined once", () => {
  const verb = { name: "user list", prints: object({ users: list(PERSON) }), printsLines: PERSON };
  expect(jsonSchemaOf(verb as unknown as AnyVerb)).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    anyOf: [
      {
        ...{ title: "answer", type: "object", required: ["users"] },
        properties: { users: { type: "array", items: { $ref: "#/$defs/Person" } } },
      },
      { title: "line", $ref: "#/$defs/Person" },
      { title: "failure", $ref: "#/$defs/Failure" },
    ],
    $defs: {
      Person: {
        type: "object",
        properties: {
          jid: { type: "string", description: "Bare." },
          seen: { type: "string", format: "date-time" },
          friends: { anyOf: [{ type: "integer" }, { type: "null" }] },
        },
        required: ["jid"],
      },
    },
  });
});

test("every verb's schema has what it refers to", async () => {
  for (const load of Object.values(verbs)) {
    const verb = await load();
    if (!verb.prints) continue;
    const { $defs, ...document } = jsonSchemaOf(verb);
    const referred = [...JSON.stringify({ $defs, document }).matchAll(/"#\/\$defs\/(\w+)"/g)].map(([, name]) => name);
    expect([...new Set(referred)].sort()).toEqual(Object.keys($defs as object).sort());
  }
});
