/** XEP-0004: Data Forms: reading and writing forms. */
import type { Element } from "ltx";
import { NS_DATA_FORMS } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";

export interface Form {
  /** "form", "submit", "cancel" or "result" (§3.1). */
  readonly type: string;
  /** XEP-0068: FORM_TYPE. */
  readonly formType: string | undefined;
  /** The values of the other fields, by their `var`. */
  readonly fields: ReadonlyMap<string, readonly string[]>;
}

/** §3.2, §3.3: a field of a form from this server. */
export interface Field {
  readonly var: string;
  readonly type:
    | "boolean"
    | "hidden"
    | "jid-multi"
    | "jid-single"
    | "list-multi"
    | "list-single"
    | "text-multi"
    | "text-private"
    | "text-single";
  readonly label?: string | undefined;
  readonly values: readonly string[];
  readonly isRequired?: boolean;
  /** The choices: values, or values with labels. */
  readonly options?: readonly (string | Option)[] | undefined;
}

export interface Option {
  readonly label: string;
  readonly value: string;
}

/** XEP-0068: the FORM_TYPE of the form in an element. */
export function formTypeIn(parent: Element): string | undefined {
  const fields = parent.getChild("x", NS_DATA_FORMS)?.getChildren("field") ?? [];
  return fields.find(({ attrs }) => attrs.var === "FORM_TYPE")?.getChildText("value") ?? undefined;
}

/** The form in an element. Throws StanzaError bad-request for a field without a name, and for a name that is there twice. */
export function formIn(parent: Element): Form | undefined {
  const x = parent.getChild("x", NS_DATA_FORMS);
  if (!x) return undefined;
  const fields = new Map<string, readonly string[]>();
  for (const field of x.getChildren("field")) {
    const name: string | undefined = field.attrs.var;
    if (field.attrs.type === "fixed") continue;
    if (name === undefined || fields.has(name))
      throw new StanzaError("bad-request", { text: "each field has one name" });
    fields.set(
      name,
      field.getChildren("value").map((value) => value.getText()),
    );
  }
  const formType = fields.get("FORM_TYPE")?.[0];
  fields.delete("FORM_TYPE");
  return { type: x.attrs.type, formType, fields };
}

/** The text above the fields. */
export interface Heading {
  readonly title: string;
  readonly instructions?: string;
}

/** A form; `formType` is the FORM_TYPE (XEP-0068). */
export const dataForm = (
  type: "form" | "result" | "submit",
  formType: string,
  fields: readonly Field[],
  heading?: Heading,
): Element =>
  xml(
    "x",
    { xmlns: NS_DATA_FORMS, type },
    heading && xml("title", {}, heading.title),
    heading?.instructions === undefined ? undefined : xml("instructions", {}, heading.instructions),
    ...[{ var: "FORM_TYPE", type: "hidden" as const, values: [formType] }, ...fields].map(fieldElement),
  );

/** §3.4: a table: each row has a value, or none, by column. */
export const dataTable = (
  title: string,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string | undefined>>[],
): Element =>
  xml(
    "x",
    { xmlns: NS_DATA_FORMS, type: "result" },
    xml("title", {}, title),
    xml("reported", {}, ...columns.map((name) => xml("field", { var: name }))),
    ...rows.map((row) => {
      const cell = (name: string): Element => xml("field", { var: name }, xml("value", {}, row[name]));
      return xml("item", {}, ...columns.filter((name) => row[name] !== undefined).map(cell));
    }),
  );

function fieldElement({ var: name, type, label, values, options = [], isRequired = false }: Field): Element {
  return xml(
    "field",
    { var: name, type, label },
    isRequired ? xml("required") : undefined,
    ...options.map((option) =>
      typeof option === "string"
        ? xml("option", {}, xml("value", {}, option))
        : xml("option", { label: option.label }, xml("value", {}, option.value)),
    ),
    ...values.map((value) => xml("value", {}, value)),
  );
}

/** §3.3: "1" and "true", "0" and "false"; undefined for anything else. */
export function booleanIn(text: string | undefined): boolean | undefined {
  if (text === "1" || text === "true") return true;
  if (text === "0" || text === "false") return false;
  return undefined;
}
