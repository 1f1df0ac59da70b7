/** docs/json.md: what each verb prints with --json. */
import type { AnyVerb } from "../verb.ts";
import { FAILURE } from "./failure-schema.ts";
import type { Schema } from "./schema.ts";

const HEAD = `# What \`--json\` prints

Every verb that tells something tells it as JSON with \`--json\`, on standard output, in UTF-8. \`jabber-home json-schema user list\` prints the
same as below as JSON Schema (Draft 2020-12) for programs that check what they read, or have types made of it; without a verb, those of all.

## What is promised

- Properties are added, in any version; one that is here keeps its name, its type and its meaning. So leave alone what you do not know, and
  expect new words where a property has one of several.
- Times are texts in UTC as in ISO 8601 with milliseconds: \`2026-11-30T08:15:00.000Z\`. Sizes are numbers of bytes, durations of milliseconds,
  where nothing else is said.
- What is not known or does not apply is missing; it is \`null\` only where the type says so.
- Names are written as in JavaScript (\`notAfter\`), but for those that are somebody else's: options of config.toml (\`client_tls\`), fields of
  rooms (\`membersonly\`). Words that programs compare are in English, whatever the language (\`self-signed\`); sentences for people (\`error\`,
  \`remedy\`, \`sentence\`, \`remedies\`, \`text\`, \`problem\`) are not for comparing.
- One value is printed, over several lines. What goes on is printed as a value in each line: \`logs\`, \`status --watch\`, \`dns --phone\`.
- Where a verb fails, it prints a [Failure](#failure) in place of its answer. The exit code says the same: 0 is success, whatever is printed. What
  is said in between (progress, questions) goes to standard error.
- Nothing is promised of \`details\` and \`facts\` of \`doctor\`, and of \`health\` in \`status\`: what is seen of a machine changes with what is looked for.
`;

/** `verbs` in the order of --help. */
export function printJsonReference(verbs: readonly AnyVerb[]): string {
  const parts = new Map<string, Schema>();
  const sections = verbs.flatMap(({ name, prints, printsLines }) => {
    if (!prints) return [];
    const lines = printsLines ? ["", "A line for each, where it goes on:", "", ...table(printsLines, parts)] : [];
    return [`\n### ${name}\n`, ...table(prints, parts), ...lines];
  });
  note(FAILURE, parts);
  const known: string[] = [];
  // A part may name others, which then join the end.
  for (const [part, schema] of parts)
    known.push([`\n### ${part}\n`, ...table({ ...schema, part: undefined }, parts)].join("\n"));
  return [HEAD, "## By verb", ...sections, "\n## What several of them have", ...known, ""].join("\n");
}

/** Rows for the properties of an object; a paragraph and rows for each of several forms. */
function table(schema: Schema, parts: Map<string, Schema>): readonly string[] {
  if (schema.part !== undefined) return [`${linkTo(schema, parts)}${schema.meaning ? `: ${schema.meaning}` : "."}`];
  if (schema.kind === "either")
    return schema.of.flatMap((one, index) => [
      ...(index > 0 ? ["", one.part === undefined && one.meaning ? `Or: ${one.meaning}` : "Or:", ""] : []),
      ...table(one, parts),
    ]);
  if (schema.kind !== "object") return [typeOf(schema, parts)];
  return ["| property | type | |", "|---|---|---|", ...rowsOf(schema.of, "", parts)];
}

function rowsOf(
  fields: Readonly<Record<string, Schema>>,
  before: string,
  parts: Map<string, Schema>,
): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const path = `${before}${name}`;
    const mark = field.isOptional ? "?" : "";
    const row = `| \`${path}${mark}\` | ${typeOf(field, parts)} | ${cell(field.meaning ?? "")} |`;
    const inner = insideOf(field);
    return [row, ...(inner ? rowsOf(inner.fields, `${path}${inner.between}`, parts) : [])];
  });
}

/** The properties of what has no section of its own. */
function insideOf(
  schema: Schema,
): { readonly fields: Readonly<Record<string, Schema>>; readonly between: string } | undefined {
  if (schema.part !== undefined) return undefined;
  if (schema.kind === "object") return { fields: schema.of, between: "." };
  if (schema.kind !== "list") return undefined;
  const inner = insideOf(schema.of);
  return inner && { ...inner, between: `[]${inner.between}` };
}

function typeOf(schema: Schema, parts: Map<string, Schema>): string {
  if (schema.part !== undefined) return linkTo(schema, parts);
  switch (schema.kind) {
    case "choice":
      return schema.of.map((one) => (typeof one === "string" ? `\`"${one}"\`` : `\`${one}\``)).join(", ");
    case "list":
      return `list of ${typeOf(schema.of, parts)}`;
    case "record":
      return `object of ${typeOf(schema.of, parts)}`;
    case "either":
      return schema.of.map((one) => typeOf(one, parts)).join(" or ");
    case "object":
      return "object";
    case "any":
      return "anything";
    default:
      return schema.kind;
  }
}

function linkTo(schema: Schema, parts: Map<string, Schema>): string {
  note(schema, parts);
  const { part = "" } = schema;
  return `[${part}](#${part.toLowerCase()})`;
}

function note(schema: Schema, parts: Map<string, Schema>): void {
  const { part = "" } = schema;
  if (!parts.has(part)) parts.set(part, schema);
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
