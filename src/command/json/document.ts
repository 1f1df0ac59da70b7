/** Schemas as JSON Schema, Draft 2020-12. */
import type { AnyVerb } from "../verb.ts";
import { FAILURE } from "./failure-schema.ts";
import type { Schema } from "./schema.ts";

type Document = Readonly<Record<string, unknown>>;

/** What fits is any value that the verb prints with --json: its answer, a line of many, or a failure. */
export function jsonSchemaOf({ name, prints, printsLines }: AnyVerb): Document {
  const parts = new Map<string, Schema>();
  const forms = [
    ...(prints ? [{ title: "answer", ...formOf(prints, parts) }] : []),
    ...(printsLines ? [{ title: "line", ...formOf(printsLines, parts) }] : []),
    { title: "failure", ...formOf(FAILURE, parts) },
  ];
  const definitions: Record<string, Document> = {};
  // What a part consists of may name others, which then join the end.
  for (const [part, schema] of parts) definitions[part] = ownForm(schema, parts);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `jabber-home ${name} --json`,
    anyOf: forms,
    $defs: definitions,
  };
}

/** A reference where it is a part, which is noted. */
function formOf(schema: Schema, parts: Map<string, Schema>): Document {
  const { part, meaning } = schema;
  if (part === undefined) return ownForm(schema, parts);
  if (!parts.has(part)) parts.set(part, { ...schema, meaning: undefined });
  return { $ref: `#/$defs/${part}`, ...(meaning === undefined ? {} : { description: meaning }) };
}

function ownForm(schema: Schema, parts: Map<string, Schema>): Document {
  const { meaning } = schema;
  const description = meaning === undefined ? {} : { description: meaning };
  return { ...description, ...kindForm(schema, parts) };
}

function kindForm(schema: Schema, parts: Map<string, Schema>): Document {
  switch (schema.kind) {
    case "any":
      return {};
    case "text":
      return { type: "string" };
    case "time":
      return { type: "string", format: "date-time" };
    case "choice":
      return { enum: schema.of };
    case "list":
      return { type: "array", items: formOf(schema.of, parts) };
    case "record":
      return { type: "object", additionalProperties: formOf(schema.of, parts) };
    case "either":
      return { anyOf: schema.of.map((one) => formOf(one, parts)) };
    case "object": {
      const fields = Object.entries(schema.of);
      return {
        type: "object",
        properties: Object.fromEntries(fields.map(([name, one]) => [name, formOf(one, parts)])),
        required: fields.flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
      };
    }
    default:
      return { type: schema.kind };
  }
}
