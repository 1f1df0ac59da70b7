/** XEP-0317 §3.1, §3.8: <hats/> in presence, and the fields of the forms of hat commands. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../jid/jid.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import type { Field, Form } from "../kit/0004-data-forms.ts";
import type { Room } from "./0045-muc/state/room.ts";
import type { Hat } from "./0317-hat-store.ts";

export const NS_HATS = "urn:xmpp:hats:0";
/** The form type, and the prefix of the nodes of commands. */
export const HAT_COMMANDS = "urn:xmpp:hats:commands";

/** Characters. */
const MAX_TITLE_LENGTH = 100;
const MAX_URI_LENGTH = 500;
/** RFC 3986 §3. */
const URI = /^[A-Za-z][A-Za-z0-9+.-]*:[!-~]+$/;
const HUE = /^[0-9]{1,3}(\.[0-9]{1,12})?$/;

/** Undefined for no hats. */
export const hatsElement = (hats: readonly Hat[]): Element | undefined =>
  hats.length === 0
    ? undefined
    : xml(
        "hats",
        { xmlns: NS_HATS },
        ...hats.map(({ title, uri, hue }) => xml("hat", { title, uri, hue: hue ?? undefined })),
      );

export const titleField: Field = {
  var: "hats#title",
  type: "text-single",
  label: "What people call it",
  values: [],
  isRequired: true,
};
export const uriField: Field = {
  var: "hats#uri",
  type: "text-single",
  label: "The URI that it is known by",
  values: [],
  isRequired: true,
};
export const hueField: Field = {
  var: "hats#hue",
  type: "text-single",
  label: "Its colour: a hue from 0 to 360",
  values: [],
};
export const jidField: Field = {
  var: "hats#jid",
  type: "jid-single",
  label: "The address of who wears it",
  values: [],
  isRequired: true,
};

/** A field to choose one of these hats. */
export const choiceOf = (hats: readonly Hat[]): Field => ({
  ...uriField,
  type: "list-single",
  label: "The hat",
  options: hats.map(({ title, uri }) => ({ label: title, value: uri })),
});

const textIn = ({ fields }: Form, { var: name }: Field): string => fields.get(name)?.[0]?.trim() ?? "";

const invalid = (text: string): StanzaError => new StanzaError("not-acceptable", { text });

/** Throws StanzaError not-acceptable. */
export function hatIn(form: Form): Hat {
  const [title, uri, hue] = [textIn(form, titleField), textIn(form, uriField), textIn(form, hueField)];
  if (title.length > MAX_TITLE_LENGTH) throw invalid(`a title has ${MAX_TITLE_LENGTH} characters at the most`);
  if (!URI.test(uri) || uri.length > MAX_URI_LENGTH)
    throw invalid(`a URI is like http://example.com/hats#host, of ${MAX_URI_LENGTH} characters at the most`);
  if (hue !== "" && !(HUE.test(hue) && Number(hue) <= 360)) throw invalid("a hue is a number from 0 to 360");
  return { uri, title, hue: hue === "" ? null : hue };
}

export const uriIn = (form: Form): string => textIn(form, uriField);

/** The bare JID in a form, which may name an occupant JID instead. Throws StanzaError not-acceptable, jid-malformed. */
export function accountIn(form: Form, room: Room): string {
  const jid: Jid = parseJid(textIn(form, jidField));
  if (jid.bare !== room.jid.bare && jid.local !== "") return jid.bare;
  const occupant = room.occupants.byNick(jid.resource);
  if (jid.bare !== room.jid.bare || !occupant) throw invalid("a hat is for somebody's address");
  return occupant.account;
}
