/** XEP-0292 §11: the properties of both vcard-temp and vCard4, and how they are converted. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";

/** Conversions return undefined for an empty property. */
export interface Property {
  /** The elements of vcard-temp that are converted to `name`, which is converted back to the first. */
  readonly temp: readonly string[];
  /** The element of vCard4. */
  readonly name: string;
  toVcard4(element: Element): Element | undefined;
  toTemp(element: Element): Element | undefined;
}

type Pairs = readonly (readonly [temp: string, vcard4: string])[];

const NAME: Pairs = [
  ["FAMILY", "surname"],
  ["GIVEN", "given"],
  ["MIDDLE", "additional"],
  ["PREFIX", "prefix"],
  ["SUFFIX", "suffix"],
];
const ADDRESS: Pairs = [
  ["POBOX", "pobox"],
  ["EXTADD", "ext"],
  ["STREET", "street"],
  ["LOCALITY", "locality"],
  ["REGION", "region"],
  ["PCODE", "code"],
  ["CTRY", "country"],
];
/** §11.3.1, §11.3.5: the types that vCard4 has as well. */
const TYPES = ["home", "work", "text", "voice", "fax", "cell", "video", "pager"];

/** A number that is valid in a tel: URI (RFC 3966 §3) without its spaces. */
const NUMBER = /^\+?[0-9][0-9 ().-]*$/;

const textIn = (element: Element | undefined, name: string): string => element?.getChildText(name)?.trim() ?? "";

const filled = (name: string, children: readonly (Element | undefined)[]): Element | undefined =>
  children.some((child) => child !== undefined) ? xml(name, {}, ...children) : undefined;

const leaf = (name: string, text: string): Element | undefined => (text === "" ? undefined : xml(name, {}, text));

/** A single value: text in vcard-temp; text, a URI or a date in vCard4. */
const single = (
  temp: readonly [string, ...string[]],
  name: string,
  kinds: readonly [string, ...string[]] = ["text"],
): Property => ({
  temp,
  name,
  toVcard4: (element) => filled(name, [leaf(kinds[0], element.getText().trim())]),
  toTemp: (element) => leaf(temp[0], kinds.map((kind) => textIn(element, kind)).find((text) => text !== "") ?? ""),
});

const structured = (temp: string, name: string, pairs: Pairs): Property => ({
  temp: [temp],
  name,
  toVcard4: (element) => {
    const parts = pairs.map(([from, to]) => leaf(to, textIn(element, from)));
    return parts.some((part) => part) ? xml(name, {}, parametersOf(element), ...parts) : undefined;
  },
  toTemp: (element) => {
    const parts = pairs.map(([to, from]) => leaf(to, textIn(element, from)));
    return parts.some((part) => part) ? xml(temp, {}, ...flagsOf(element), ...parts) : undefined;
  },
});

/** <HOME/> and <PREF/> are parameters in vCard4. */
function parametersOf(element: Element): Element | undefined {
  const types = TYPES.filter((type) => element.getChild(type.toUpperCase()));
  const type = filled(
    "type",
    types.map((one) => xml("text", {}, one)),
  );
  const isPreferred = element.getChild("PREF") !== undefined;
  return filled("parameters", [type, isPreferred ? xml("pref", {}, xml("integer", {}, "1")) : undefined]);
}

function flagsOf(element: Element): Element[] {
  const parameters = element.getChild("parameters");
  const types = parameters?.getChild("type")?.getChildren("text") ?? [];
  const known = TYPES.filter((type) => types.some((one) => one.getText().trim().toLowerCase() === type));
  const isPreferred = parameters?.getChild("pref") !== undefined;
  return [...known, ...(isPreferred ? ["pref"] : [])].map((flag) => xml(flag.toUpperCase()));
}

const email: Property = {
  temp: ["EMAIL"],
  name: "email",
  toVcard4: (element) => {
    const address = leaf("text", textIn(element, "USERID"));
    return address && xml("email", {}, parametersOf(element), address);
  },
  toTemp: (element) => {
    const address = leaf("USERID", textIn(element, "text"));
    return address && xml("EMAIL", {}, ...flagsOf(element), address);
  },
};

/** §11.3.5: a tel: URI if the number is valid in one, else text. */
const telephone: Property = {
  temp: ["TEL"],
  name: "tel",
  toVcard4: (element) => {
    const number = textIn(element, "NUMBER");
    const value = NUMBER.test(number) ? leaf("uri", `tel:${number.replaceAll(" ", "-")}`) : leaf("text", number);
    return value && xml("tel", {}, parametersOf(element), value);
  },
  toTemp: (element) => {
    const number = leaf("NUMBER", textIn(element, "uri").replace(/^tel:/, "") || textIn(element, "text"));
    return number && xml("TEL", {}, ...flagsOf(element), number);
  },
};

/** RFC 6350 §6.6.4: the organization, then its units from the largest to the smallest. */
const organization: Property = {
  temp: ["ORG"],
  name: "org",
  toVcard4: (element) => {
    const units = element.getChildElements().filter(({ name }) => name === "ORGNAME" || name === "ORGUNIT");
    return filled(
      "org",
      units.map((unit) => leaf("text", unit.getText().trim())),
    );
  },
  toTemp: (element) => {
    const units = element.getChildren("text").map((unit) => unit.getText().trim());
    return filled(
      "ORG",
      units.map((unit, level) => leaf(level === 0 ? "ORGNAME" : "ORGUNIT", unit)),
    );
  },
};

export const PROPERTIES: readonly Property[] = [
  single(["FN"], "fn"),
  structured("N", "n", NAME),
  single(["NICKNAME"], "nickname"),
  single(["BDAY"], "bday", ["date", "date-time", "text"]),
  structured("ADR", "adr", ADDRESS),
  telephone,
  email,
  single(["TITLE"], "title"),
  single(["ROLE"], "role"),
  organization,
  single(["URL"], "url", ["uri"]),
  // §11.1.1: vCard4 has no DESC, in which clients store notes.
  single(["DESC", "NOTE"], "note"),
];
