/** XEP-0060 in a test: requests, forms, and clients that subscribe by their caps. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import type { Actor } from "../cast.ts";

export const PUBSUB = "http://jabber.org/protocol/pubsub";
export const OWNER = `${PUBSUB}#owner`;
export const EVENT = `${PUBSUB}#event`;
export const ERRORS = `${PUBSUB}#errors`;
const INFO = "http://jabber.org/protocol/disco#info";
const CAPS = "http://jabber.org/protocol/caps";

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A submitted form; names of fields are given without "pubsub#". */
export function form(formType: string, fields: Fields): string {
  const values = Object.entries(fields).map(([name, value]) => {
    const all = typeof value === "string" ? [value] : value;
    return `<field var="pubsub#${name}">${all.map((one) => `<value>${one}</value>`).join("")}</field>`;
  });
  const type = `<field var="FORM_TYPE" type="hidden"><value>${PUBSUB}#${formType}</value></field>`;
  return `<x xmlns="jabber:x:data" type="submit">${type}${values.join("")}</x>`;
}

const toAttribute = (to: string | undefined): string => (to === undefined ? "" : ` to="${to}"`);

/** Sends a <pubsub/> request to the actor's own account, or to `to`. */
export const ask = (actor: Actor, type: "get" | "set", inner: string, to?: string, ns = PUBSUB): Promise<Element> =>
  actor.asks(`<iq type="${type}"${toAttribute(to)}><pubsub xmlns="${ns}">${inner}</pubsub></iq>`);

export const askOwner = (actor: Actor, type: "get" | "set", inner: string, to?: string): Promise<Element> =>
  ask(actor, type, inner, to, OWNER);

/** Publishes; `items` is the content of <publish/>. */
export function publish(actor: Actor, node: string, items: string, options?: Fields, to?: string): Promise<Element> {
  const wanted = options ? `<publish-options>${form("publish-options", options)}</publish-options>` : "";
  return ask(actor, "set", `<publish node="${node}">${items}</publish>${wanted}`, to);
}

/** The items of a node, in the order of the answer. */
export async function itemsOf(actor: Actor, node: string, to?: string, more = ""): Promise<Element[]> {
  const answer = await ask(actor, "get", `<items node="${node}"/>${more}`, to);
  return answer.getChild("pubsub")?.getChild("items")?.getChildren("item") ?? [];
}

export const idsOf = async (actor: Actor, node: string, to?: string): Promise<string[]> =>
  (await itemsOf(actor, node, to)).map(({ attrs }) => attrs.id);

/** An error as text: type, condition, and the pubsub-specific condition with its feature; "" for a result. */
export function refusal(answer: Element): string {
  const error = answer.getChild("error");
  const [condition, ...others] = error?.getChildElements() ?? [];
  const exact = others.find((child) => child.getNS() === ERRORS);
  const names = [error?.attrs.type, condition?.name, exact?.name, exact?.attrs.feature];
  return names.filter((name) => name !== undefined).join(" ");
}

/** The values of a form field anywhere in the answer; undefined where there is no such field. */
export function fieldIn(answer: Element, name: string): string[] | undefined {
  for (const child of answer.getChildElements()) {
    if (child.is("field") && child.attrs.var === name)
      return child.getChildren("value").map((value) => value.getText());
    const found = fieldIn(child, name);
    if (found) return found;
  }
  return undefined;
}

/** XEP-0115 §5.1, reimplemented for tests: the hash of one identity and these features. */
export function hashOf(features: readonly string[]): string {
  const text = ["client/pc//test<", ...[...features].sort().map((feature) => `${feature}<`)].join("");
  return createHash("sha1").update(text).digest("base64");
}

export const infoWith = (features: readonly string[], node = ""): string =>
  `<query xmlns="${INFO}" node="${node}"><identity category="client" type="pc" name="test"/>${features
    .map((feature) => `<feature var="${feature}"/>`)
    .join("")}</query>`;

export const capsElement = (ver: string, hash = "sha-1"): string =>
  `<c xmlns="${CAPS}" hash="${hash}" node="urn:test" ver="${ver}"/>`;

let kinds = 0;

/** Features of a client with a new caps hash each time. */
export function newFeatureSet(...nodes: readonly string[]): string[] {
  kinds += 1;
  return [`urn:test:kind:${kinds}`, ...nodes.map((node) => `${node}+notify`)];
}

/** Announces features in presence by XEP-0115, and answers the disco#info query for them. */
export async function announcesCaps(actor: Actor, features: readonly string[], to?: string): Promise<void> {
  const ver = hashOf(features);
  actor.sends(`<presence${toAttribute(to)}>${capsElement(ver)}</presence>`);
  const question = await actor.receives(`<iq type="get"><query xmlns="${INFO}" node="urn:test#${ver}"/></iq>`);
  const { from, id } = question.attrs;
  actor.sends(`<iq type="result" to="${from}" id="${id}">${infoWith(features, `urn:test#${ver}`)}</iq>`);
  await actor.pings();
}

/** Announces +notify for these nodes. */
export const follows = (actor: Actor, ...nodes: readonly string[]): Promise<void> =>
  announcesCaps(actor, newFeatureSet(...nodes));
