/** Everything that a file of jabberd14's spool has of an account. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import { DocumentParser } from "../../xml/document-parser.ts";
import { limitsFor } from "../../xml/limits.ts";
import { contactParts, type StoredContact } from "../contact-parts.ts";
import { alone } from "../foreign-xml.ts";
import { delayIn, offlinePart } from "../offline-part.ts";
import type { Credentials, Imported } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { chunksOf } from "../source-files.ts";

const MAX_ELEMENT = 16 * 1024 * 1024;
const NS_REQUESTS = "http://jabberd.org/ns/storedsubscriptionrequest";
const NS_HISTORY = "http://jabberd.org/ns/history";
/** Of the server itself, or of a session. */
const OF_NO_USE = new Set(["jabber:iq:last", "jabber:iq:register", "jabber:iq:auth:0k", "http://jabberd.org/ns/xdb"]);
const SUBSCRIPTIONS = new Set(["none", "to", "from", "both"]);

export interface AccountFile {
  readonly name: string;
  readonly domain: string;
  readonly path: string;
}

/** Throws SourceError: unreadable, malformed, too-large, dtd. */
export function* accountItems({ name, domain, path }: AccountFile): Generator<Imported> {
  const account = `${name}@${domain}`;
  // xdb_file writes at most half a megabyte: the whole file is read before it is told what is in it.
  const parts = partsIn(path);
  const of = (namespace: string): readonly Element[] => parts.filter(({ attrs }) => attrs.xdbns === namespace);
  yield { type: "account", account, credentials: credentialsIn(of("jabber:iq:auth"), of("jabber:iq:auth:crypt")) };
  for (const part of parts) {
    const { xdbns } = part.attrs;
    switch (xdbns) {
      case "jabber:iq:roster":
        yield* contactParts(account, contactsIn(part));
        break;
      case NS_REQUESTS:
        for (const presence of childrenIn(part, "presence")) yield { type: "part", account, part: inClient(presence) };
        break;
      case "vcard-temp":
        yield { type: "part", account, part: inNamespace(part, "vcard-temp") };
        break;
      case "jabber:iq:private":
        for (const query of childrenIn(part, "query"))
          for (const element of query.getChildElements())
            yield { type: "part", account, part: xml("query", { xmlns: "jabber:iq:private" }, alone(element)) };
        break;
      case "jabber:iq:privacy":
        yield { type: "part", account, part: privacyIn(part) };
        break;
      case "jabber:x:offline":
        for (const message of childrenIn(part, "message"))
          yield { type: "part", account, part: offlinePart(inClient(message), domain, delayIn(message)) };
        break;
      case NS_HISTORY:
        yield* archived(account, childrenIn(part, "message"));
        break;
      case "jabber:iq:auth":
      case "jabber:iq:auth:crypt":
        break;
      default:
        if (!OF_NO_USE.has(xdbns))
          yield { type: "left", account, kind: "other", reason: "unknown", subject: xdbns ?? part.getName() };
    }
  }
}

/** The children of the root, each with its namespace. */
function partsIn(path: string): Element[] {
  const parts: Element[] = [];
  const parser = new DocumentParser(limitsFor(MAX_ELEMENT), (_, around) => around.length === 0);
  try {
    for (const chunk of chunksOf(path))
      for (const event of parser.read(chunk)) if (event.is === "element") parts.push(event.element);
    parser.end();
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    const place = { file: path, line: parser.line };
    if (error.message.includes("document type")) throw new SourceError("dtd", place, {});
    throw new SourceError("malformed", place, { why: error.message });
  }
  return parts;
}

/** By name alone: old files have no namespace, or that of servers. */
const childrenIn = (element: Element, name: string): Element[] =>
  element.getChildElements().filter((child) => child.getName() === name);

/** As it is here: the spool has stanzas in the namespace of servers, as whose children they inherit it. */
function inNamespace(element: Element, namespace: string): Element {
  element.parent = null;
  element.attrs.xmlns = namespace;
  for (const name of ["xdbns", "node"]) delete element.attrs[name];
  return element;
}

const inClient = (stanza: Element): Element => inNamespace(stanza, "jabber:client");

function credentialsIn([plain]: readonly Element[], [crypt]: readonly Element[]): Credentials {
  const password = plain?.getText();
  if (password) return { form: "plain", password };
  const value = crypt?.getText().trim() ?? "";
  const sha = /^\{SHA\}(.+)$/i.exec(value)?.[1];
  if (sha !== undefined) return { form: "sha", value: sha };
  return value === "" ? { form: "none" } : { form: "crypt", value };
}

function* contactsIn(query: Element): Generator<StoredContact> {
  for (const item of childrenIn(query, "item")) {
    const { jid, name, subscription, ask, subscribe } = item.attrs;
    const isAsking = subscribe !== undefined;
    // `hidden`: the item is there for the request alone.
    const isContact = item.attrs.hidden === undefined;
    const isSubscribing = ask === "subscribe";
    yield {
      jid: jid ?? "",
      name: name ?? "",
      subscription: isContact && SUBSCRIPTIONS.has(subscription) ? subscription : "none",
      ask: isAsking ? (isContact && isSubscribing ? "both" : "in") : isSubscribing ? "out" : "none",
      request: subscribe ?? "",
      groups: childrenIn(item, "group").map((group) => group.getText()),
      isApproved: false,
    };
  }
}

/** XEP-0016: `jabberd:default` names the list that is in force. */
function privacyIn(part: Element): Element {
  const query = xml("query", { xmlns: "jabber:iq:privacy" });
  for (const list of childrenIn(part, "list")) {
    const isInForce = Object.keys(list.attrs).some((name) => name === "default" || name.endsWith(":default"));
    if (isInForce) query.cnode(xml("default", { name: list.attrs.name }));
    const items = childrenIn(list, "item").map((item) =>
      xml("item", { ...item.attrs }, ...item.getChildElements().map((child) => xml(child.getName()))),
    );
    query.cnode(xml("list", { name: list.attrs.name }, ...items));
  }
  return query;
}

/** Its messages have no ids: they are numbered. */
function* archived(account: string, messages: readonly Element[]): Generator<Imported> {
  let number = 0;
  for (const message of messages) {
    number += 1;
    const time = delayIn(message);
    const { from, to } = message.attrs;
    const peer: string | undefined = bareOf(from) === account ? to : from;
    if (time === undefined || peer === undefined) {
      yield { type: "left", account, kind: "archived", reason: "malformed" };
      continue;
    }
    yield { type: "archived", account, id: `jabberd14-${number}`, time, peer, message: inClient(message) };
  }
}

const bareOf = (jid: string | undefined): string | undefined => jid?.split("/")[0];
