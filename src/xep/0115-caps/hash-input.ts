/** XEP-0115 §5.1: what is hashed of a disco#info. */
import type { Element } from "ltx";
import { DATA } from "../0004-data-forms.ts";

const byOctets = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The children of a <query/> in one text; undefined where they are ill-formed (§5.4, step 3). */
export function hashInput(info: readonly Element[]): string | undefined {
  const identities = info
    .filter((child) => child.is("identity"))
    .map(({ attrs }) => `${attrs.category}/${attrs.type}/${attrs["xml:lang"] ?? ""}/${attrs.name ?? ""}<`);
  const features = info.filter((child) => child.is("feature")).map(({ attrs }) => `${attrs.var}<`);
  const forms = info.filter((child) => child.is("x", DATA)).map(formText);
  const shown = forms.filter((form) => form !== "ignored");
  if ([identities, features].some(hasTwice) || shown.includes("ill-formed")) return undefined;
  if (hasTwice(shown.map((text) => text.slice(0, text.indexOf("<"))))) return undefined;
  return [...identities.sort(byOctets), ...features.sort(byOctets), ...shown.sort(byOctets)].join("");
}

/**
 * The features among what was hashed. The text does not tell where they end and forms begin, and two different answers
 * can have the same text and hash: so whatever stands between two `<` counts, and nobody can hide a feature of others.
 */
export const featuresIn = (input: string): ReadonlySet<string> => new Set(input.split("<").slice(0, -1));

const hasTwice = (texts: readonly string[]): boolean => new Set(texts).size < texts.length;

/** §5.1, steps 6 and 7; a form that says no hidden FORM_TYPE does not count. */
function formText(form: Element): string | "ignored" | "ill-formed" {
  const fields = form.getChildren("field");
  const types = fields.filter(({ attrs }) => attrs.var === "FORM_TYPE");
  const named = new Set(types.flatMap(valuesOf));
  if (named.size > 1 || types.length > 1) return "ill-formed";
  const [formType] = named;
  if (formType === undefined || types[0]?.attrs.type !== "hidden") return "ignored";
  const texts = fields
    .filter(({ attrs }) => attrs.var !== "FORM_TYPE")
    .map((field) =>
      [
        `${field.attrs.var ?? ""}<`,
        ...valuesOf(field)
          .sort(byOctets)
          .map((value) => `${value}<`),
      ].join(""),
    );
  return [`${formType}<`, ...texts.sort(byOctets)].join("");
}

const valuesOf = (field: Element): string[] => field.getChildren("value").map((value) => value.getText());
