/** XEP-0390 §4: the hash input of a disco#info, and the node to query for it. */
import type { Element } from "ltx";
import { NS_DATA_FORMS } from "../namespaces.ts";
import { NS_DISCO_INFO } from "./0030-disco.ts";
import { byOctets } from "./0115-caps/hash-input.ts";
export const NS = "urn:xmpp:caps";

/** The separators, from the innermost to the outermost: of strings, of identities and fields, of forms, of the parts. */
const [OF_STRINGS, OF_GROUPS, OF_FORMS, OF_PARTS] = ["\x1f", "\x1e", "\x1d", "\x1c"] as const;

const joined = (texts: readonly string[], end: string): string => [...texts].sort(byOctets).join("") + end;
const ended = (text: string): string => text + OF_STRINGS;

/** §4.1: of the children of a <query/>; undefined where they cannot be hashed. */
export function hashInput(info: readonly Element[]): string | undefined {
  const named = (name: string): Element[] =>
    info.filter((child) => child.is(name) && (child.getNS() ?? NS_DISCO_INFO) === NS_DISCO_INFO);
  const features = named("feature");
  const identities = named("identity");
  const forms = info.filter((child) => child.is("x", NS_DATA_FORMS));
  if (features.length + identities.length + forms.length < info.length || !forms.every(isHashable)) return undefined;
  const identityText = ({ attrs }: Element): string =>
    [attrs.category, attrs.type, attrs["xml:lang"], attrs.name].map((text) => ended(text ?? "")).join("") + OF_GROUPS;
  return [
    joined(
      features.map(({ attrs }) => ended(attrs.var ?? "")),
      OF_PARTS,
    ),
    joined(identities.map(identityText), OF_PARTS),
    joined(forms.map(formText), OF_PARTS),
  ].join("");
}

/** The features in a hash input, which are its first part. */
export const featuresIn = (input: string): ReadonlySet<string> =>
  new Set((input.split(OF_PARTS, 1)[0] ?? "").split(OF_STRINGS).slice(0, -1));

/** §4.3. */
export const nodeOf = (algo: string, hash: string): string => `${NS}#${algo}.${hash}`;

const isHashable = (form: Element): boolean =>
  !form.getChild("reported") &&
  !form.getChild("item") &&
  form.getChildren("field").some(({ attrs }) => attrs.var === "FORM_TYPE" && attrs.type === "hidden");

function formText(form: Element): string {
  const fields = form.getChildren("field").map((field) => {
    const values = field.getChildren("value").map((value) => ended(value.getText()));
    return ended(field.attrs.var ?? "") + joined(values, OF_GROUPS);
  });
  return joined(fields, OF_FORMS);
}
