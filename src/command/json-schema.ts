/** jabber-home json-schema: what verbs print with --json, as JSON Schema. */
import { EXIT } from "./exit.ts";
import { jsonSchemaOf } from "./json/document.ts";
import { defineVerb } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

export default defineVerb({
  name: "json-schema",
  operands: ["[VERB…]"],
  examples: ["json-schema user list", "json-schema status > status.schema.json", "json-schema"],
  flags: {},
  run: async ({ operands, terminal }, everyVerb) => {
    const reporting = ((await everyVerb?.()) ?? []).filter(({ prints }) => prints);
    const wanted = operands.join(" ");
    const verb = reporting.find(({ name }) => name === wanted);
    if (wanted !== "" && !verb)
      throw new VerbError(EXIT.usage, "no-choice", {
        flag: "json-schema",
        given: wanted,
        choices: reporting.map(({ name }) => name),
      });
    const schemas = verb
      ? jsonSchemaOf(verb)
      : Object.fromEntries(reporting.map((each) => [each.name, jsonSchemaOf(each)]));
    terminal.out(JSON.stringify(schemas, null, 2));
    return EXIT.ok;
  },
});
