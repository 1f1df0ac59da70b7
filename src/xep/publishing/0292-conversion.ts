/** XEP-0292 §11: conversion of vCards between vcard-temp and vCard4. Properties that only one format has stay as they were. */
import type { Element } from "ltx";
import { copyOf, xml } from "../../stanza.ts";
import { print } from "../../xml/print.ts";
import { PROPERTIES } from "./0292-properties.ts";

export const VCARD4 = "urn:ietf:params:xml:ns:vcard-4.0";
export const VCARD_TEMP = "vcard-temp";

const TEMP_NAMES = new Set(PROPERTIES.flatMap(({ temp }) => temp));
const NAMES = new Set(PROPERTIES.map(({ name }) => name));

/** The vCard4 `before` with the properties of `temp` in place of its own. */
export function vcard4With(temp: Element | undefined, before: Element | undefined): Element {
  const children = temp?.getChildElements() ?? [];
  const converted = PROPERTIES.flatMap((property) =>
    children.filter(({ name }) => property.temp.includes(name)).flatMap((child) => property.toVcard4(child) ?? []),
  );
  const others = before?.getChildElements().filter(({ name }) => !NAMES.has(name)) ?? [];
  // RFC 6350 §6.2.1: FN is required.
  const isNamed = converted.some(({ name }) => name === "fn");
  const name = isNamed ? undefined : xml("fn", {}, xml("text"));
  return xml("vcard", { ...before?.attrs, xmlns: VCARD4 }, name, ...converted, ...others.map(copyOf));
}

/** The vcard-temp `before` with the properties of `vcard4` in place of its own. */
export function vcardTempWith(vcard4: Element | undefined, before: Element | undefined): Element {
  const children = vcard4?.getChildElements() ?? [];
  const converted = PROPERTIES.flatMap((property) =>
    children.filter(({ name }) => name === property.name).flatMap((child) => property.toTemp(child) ?? []),
  );
  const others = before?.getChildElements().filter(({ name }) => !TEMP_NAMES.has(name)) ?? [];
  return xml("vCard", { ...before?.attrs, xmlns: VCARD_TEMP }, ...converted, ...others.map(copyOf));
}

/** Whether a vcard-temp has any property of vCard4. */
export const hasProperties = (temp: Element): boolean =>
  temp.getChildElements().some(({ name }) => TEMP_NAMES.has(name));

/** Whether both have the same values of the properties of both formats. */
export const areEquivalent = (temp: Element | undefined, vcard4: Element | undefined): boolean =>
  print(vcardTempWith(vcard4With(temp, undefined), undefined)) === print(vcardTempWith(vcard4, undefined));
