/** XEP-0115 §5.1: the hash input of a disco#info. */
import type { Element } from "ltx";
import { NS_DATA_FORMS } from "../../namespaces.ts";

/** Of the children of a <query/>; undefined where they are ill-formed (§5.4, step 3). */
export function hashInput(info: readonly Element[]): string | undefined {
  const identities = info.filter((child) => child.is("identity")).map(identityParts);
  const features = info.filter((child) => child.is("feature")).map(({ attrs }): string => attrs.var ?? "");
  const forms = info.filter((child) => child.is("x", NS_DATA_FORMS)).map(formParts);
  const shown = forms.filter((form) => form !== "ignored");
  const isTwice = [identities.map((parts) => parts.join("/")), features, shown.map(([type]) => type)].some(hasTwice);
  if (isTwice || shown.includes("ill-formed")) return undefined;
  const texts = [
    ...identities.sort(byParts).map((parts) => parts.join("/")),
    ...features.sort(byOctets),
    ...(shown as string[][]).sort(byParts).flat(),
  ];
  return texts.map((text) => `${text}<`).join("");
}

/**
 * The features in a hash input. It does not tell features from identities and form fields, and two different disco#info can have
 * the same input and hash: so all texts between two `<` count as features, and nobody can hide a feature of others.
 */
export const featuresIn = (input: string): ReadonlySet<string> => new Set(input.split("<").slice(0, -1));

/** i;octet. Texts are sorted without their `<`, or "a" would follow "a1". */
export const byOctets = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const byParts = (a: readonly string[], b: readonly string[]): number => {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index < 0 ? 0 : byOctets(a[index] ?? "", b[index] ?? "");
};

const hasTwice = (texts: readonly (string | undefined)[]): boolean => new Set(texts).size < texts.length;

const identityParts = ({ attrs }: Element): string[] => [
  attrs.category ?? "",
  attrs.type ?? "",
  attrs["xml:lang"] ?? "",
  attrs.name ?? "",
];

/** §5.1, steps 6 and 7: FORM_TYPE, and each field with its values; a form without a hidden FORM_TYPE is ignored. */
function formParts(form: Element): string[] | "ignored" | "ill-formed" {
  const fields = form.getChildren("field");
  const types = fields.filter(({ attrs }) => attrs.var === "FORM_TYPE");
  const named = new Set(types.flatMap(valuesOf));
  if (named.size > 1 || types.length > 1) return "ill-formed";
  const [formType] = named;
  if (formType === undefined || types[0]?.attrs.type !== "hidden") return "ignored";
  const parts = fields
    .filter(({ attrs }) => attrs.var !== "FORM_TYPE")
    .map((field): string[] => [field.attrs.var ?? "", ...valuesOf(field).sort(byOctets)]);
  return [formType, ...parts.sort(byParts).flat()];
}

const valuesOf = (field: Element): string[] => field.getChildren("value").map((value) => value.getText());
