/** XEP-0030, XEP-0128 in a test: the features and forms of an address. */
import type { Element } from "ltx";
import type { Actor } from "../cast.ts";

const INFO = "http://jabber.org/protocol/disco#info";

const infoOf = async (actor: Actor, to: string): Promise<Element | undefined> =>
  (await actor.asks(`<iq type="get" to="${to}"><query xmlns="${INFO}"/></iq>`)).getChild("query", INFO);

export const featuresOf = async (actor: Actor, to: string): Promise<string[]> =>
  ((await infoOf(actor, to))?.getChildren("feature") ?? []).map(({ attrs }) => attrs.var);

/** XEP-0128: the values of each field of the form with this FORM_TYPE; undefined where there is none. */
export async function formOf(
  actor: Actor,
  to: string,
  formType: string,
): Promise<Record<string, string[]> | undefined> {
  const forms = ((await infoOf(actor, to))?.getChildren("x", "jabber:x:data") ?? [])
    .filter(({ attrs }) => attrs.type === "result")
    .map((form) => Object.fromEntries(form.getChildren("field").map((field) => [field.attrs.var, valuesOf(field)])));
  return forms.find((form) => form.FORM_TYPE?.[0] === formType);
}

const valuesOf = (field: Element): string[] => field.getChildren("value").map((value) => value.getText());
