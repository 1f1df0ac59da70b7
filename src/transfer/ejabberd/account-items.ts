/** Everything that ejabberd stores for an account, in a fixed order. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { contactParts, privacyQuery } from "../contact-parts.ts";
import { elementIn } from "../foreign-xml.ts";
import { offlinePart } from "../offline-part.ts";
import { configured, itemPart } from "../pep-parts.ts";
import type { Imported, ImportedMessage } from "../source.ts";
import type { ArchivedMessage, EjabberdData, StoredNode } from "./data.ts";
import { itemOf, type Term, textOf } from "./term.ts";

/** XEP-0357 in our export (src/xep/0357-push). */
const NS_PUSH_EXPORTED = "urn:jabber-home:push:0";
/** Of what mod_mam has added, and of no use elsewhere. */
const NS_MAM_TMP = "urn:xmpp:mam:tmp";

/** Throws SourceError. */
export function* accountItems(data: EjabberdData, account: string): Generator<Imported> {
  const domain = account.slice(account.indexOf("@") + 1);
  yield { type: "account", account, credentials: data.credentials(account) };
  const vcard = data.vcard(account);
  if (vcard !== undefined) yield partOrLeft(account, "vcards", elementIn(vcard));
  yield* contactParts(account, data.contacts(account));
  for (const stored of data.privateElements(account)) {
    const element = elementIn(stored);
    yield partOrLeft(account, "private", element && xml("query", { xmlns: "jabber:iq:private" }, element));
  }
  const privacy = data.privacy(account);
  if (privacy) yield { type: "part", account, part: privacyQuery(privacy) };
  for (const node of data.nodes(account)) yield* nodeParts(account, node);
  for (const { xml: text, time } of data.offline(account)) {
    const message = elementIn(text);
    for (const mark of message?.getChildren("archived", NS_MAM_TMP) ?? []) message?.remove(mark);
    yield partOrLeft(account, "offline", message && offlinePart(message, domain, time));
  }
  const preferences = data.preferences(account);
  if (preferences) {
    const jids = (list: readonly string[]): Element[] => list.map((jid) => xml("jid", {}, jid));
    const [always, never] = [
      xml("always", {}, ...jids(preferences.always)),
      xml("never", {}, ...jids(preferences.never)),
    ];
    const attributes = { xmlns: "urn:xmpp:mam:2", default: preferences.default };
    yield { type: "part", account, part: xml("prefs", attributes, always, never) };
  }
  for (const { service, node, xml: form } of data.push(account)) {
    const enable = xml("enable", { xmlns: "urn:xmpp:push:0", jid: service, node: node || undefined }, elementIn(form));
    yield { type: "part", account, part: xml("push", { xmlns: NS_PUSH_EXPORTED }, enable) };
  }
  for (const read of data.archive(account)) yield new LaterMessage(account, read);
}

/** A message that is read when something of it is asked for: once, and without what it was made of. */
class LaterMessage implements ImportedMessage {
  readonly type = "archived";
  readonly account: string;
  #read: (() => ArchivedMessage) | ArchivedMessage;

  constructor(account: string, read: () => ArchivedMessage) {
    this.account = account;
    this.#read = read;
  }

  get id(): string {
    return this.#stored.id;
  }

  get time(): number {
    return this.#stored.time;
  }

  get peer(): string {
    return this.#stored.peer;
  }

  get message(): string {
    return this.#stored.xml;
  }

  get #stored(): ArchivedMessage {
    if (typeof this.#read === "function") this.#read = this.#read();
    return this.#read;
  }
}

type Kind = "vcards" | "private" | "offline" | "items";

const partOrLeft = (account: string, kind: Kind, part: Element | undefined, subject?: string): Imported =>
  part ? { type: "part", account, part } : { type: "left", account, kind, reason: "malformed", subject };

function* nodeParts(
  account: string,
  { name, options, affiliations, subscribers, items }: StoredNode,
): Generator<Imported> {
  const settings = new Map(options.map((option) => [textOf(itemOf(option, 0)) ?? "", settingOf(itemOf(option, 1))]));
  const others = affiliations.filter(({ jid, affiliation }) => jid !== account && affiliation !== "none");
  yield { type: "part", account, part: configured({ node: name, settings, affiliations: others, subscribers }) };
  for (const { id, xml: payload } of items()) {
    const element = payload === undefined ? undefined : elementIn(payload);
    const isWhole = payload === undefined || element !== undefined;
    yield partOrLeft(account, "items", isWhole ? itemPart(name, id, element) : undefined, name);
  }
}

function settingOf(value: Term): string | readonly string[] {
  const text = textOf(value);
  if (Array.isArray(value)) return value.flatMap((each) => textOf(each) ?? []);
  if (text === "true" || text === "false") return text === "true" ? "1" : "0";
  return text ?? [];
}
