/** The rows of one account in a dump of ejabberd's tables. */
import type { Element } from "ltx";
import { parseJid, tryParseJid } from "../../../jid/jid.ts";
import { NS_CLIENT } from "../../../namespaces.ts";
import { inClientNamespace } from "../../../stanza.ts";
import { SCRAM_HASHES } from "../../../store/scram-keys.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { takeArrival } from "../../offline-part.ts";
import type { Credentials, ImportedMessage } from "../../source.ts";
import { atom, type Term, tuple } from "../term.ts";
import { xmlTerm } from "../xmlel.ts";
import { accountKey, addressKey, bareKey, jidRecord, timestamp } from "./address.ts";
import { ContactRows } from "./contacts.ts";
import { type NodeCounters, NodeRows } from "./nodes.ts";

/** ejabberd's name for the list that XEP-0191 shows. */
const BLOCKED = "Blocked contacts";
const HASHES = { "SHA-1": "sha", "SHA-256": "sha256", "SHA-512": "sha512" } as const;
const NO_MATCH = Array.from({ length: 4 }, () => atom("false"));

/** Takes what belongs to one account, and gives the rows; some of them at its end alone. */
export class AccountRows {
  readonly #account: string;
  readonly #now: number;
  readonly #contacts = new ContactRows();
  readonly #nodes: NodeRows;
  /** The id of the last message in the archive: microseconds since 1970. */
  #archived = 0;
  #isBlocklistWritten = false;

  /** `now`: milliseconds since 1970, for what has no time of its own. */
  constructor(account: string, counters: NodeCounters, now: number) {
    this.#account = account;
    this.#now = now;
    this.#nodes = new NodeRows(counters);
  }

  /** The password's row; undefined where ejabberd cannot check it. */
  passwd(credentials: Credentials): Term | undefined {
    const password = passwordTerm(credentials);
    return password && tuple(atom("passwd"), accountKey(this.#account), password);
  }

  /** A child of <user/> in XEP-0227; undefined where ejabberd has no place for it. Throws JidError. */
  part(part: Element): Iterable<Term> | undefined {
    const us = accountKey(this.#account);
    switch (`${part.getName()} ${part.getNS() ?? ""}`) {
      case "query jabber:iq:roster":
        this.#contacts.addRoster(part);
        return [];
      case `presence ${NS_CLIENT}`:
        this.#contacts.addRequest(part);
        return [];
      case "vCard vcard-temp":
        return [tuple(atom("vcard"), us, xmlTerm(part))];
      case "query jabber:iq:private":
        return part.getChildElements().map((element) => {
          const usns = tuple(...us.items, element.getNS() ?? "");
          return tuple(atom("private_storage"), usns, xmlTerm(element));
        });
      case "query jabber:iq:privacy":
        // XEP-0227 has what is blocked twice: the list is the same.
        return this.#isBlocklistWritten ? [] : undefined;
      case "blocklist urn:xmpp:blocking":
        this.#isBlocklistWritten = true;
        return [tuple(atom("privacy"), us, BLOCKED, [tuple(BLOCKED, blockedTerms(part))])];
      case "offline-messages urn:xmpp:pie:0":
        return part.getChildren("message").map((message) => this.#offline(message));
      case "prefs urn:xmpp:mam:2":
        return [this.#preferences(part)];
      case "pubsub http://jabber.org/protocol/pubsub#owner":
        this.#nodes.configure(part);
        return [];
      case "pubsub http://jabber.org/protocol/pubsub":
        return this.#nodes.addItems(part, this.#account);
      default:
        return undefined;
    }
  }

  /** Throws JidError. */
  archived({ peer, time, message }: ImportedMessage): Term {
    // ejabberd's ids are the times, in the order of the archive.
    this.#archived = Math.max(time * 1000, this.#archived + 1);
    const element = typeof message === "string" ? parseElement(message) : message;
    const jid = parseJid(peer);
    return tuple(
      ...[atom("archive_msg"), accountKey(this.#account), String(this.#archived), timestamp(this.#archived)],
      ...[addressKey(jid), bareKey(jid.bare), xmlTerm(inClientNamespace(element)), ""],
      atom(element.attrs.type === "groupchat" ? "groupchat" : "chat"),
    );
  }

  *end(): Generator<Term> {
    yield* this.#contacts.take(this.#account);
    yield* this.#nodes.take(this.#account);
  }

  #offline(message: Element): Term {
    const [from, to] = [parseJid(message.attrs.from ?? this.#account), parseJid(this.#account)];
    const time = takeArrival(message, to.domain, this.#now);
    const packet = xmlTerm(inClientNamespace(message));
    const addresses = [jidRecord(from), jidRecord(to)];
    return tuple(
      ...[atom("offline_msg"), accountKey(this.#account), timestamp(time * 1000), atom("never")],
      ...[...addresses, packet],
    );
  }

  #preferences(prefs: Element): Term {
    const listed = (name: string): Term =>
      (prefs.getChild(name)?.getChildren("jid") ?? []).flatMap((jid) => {
        const address = tryParseJid(jid.getText());
        return address ? [addressKey(address)] : [];
      });
    const chosen = ["always", "never", "roster"].find((name) => name === prefs.attrs.default) ?? "always";
    return tuple(
      ...[atom("archive_prefs"), accountKey(this.#account), atom(chosen)],
      ...[listed("always"), listed("never")],
    );
  }
}

/** SCRAM-SHA-1 where there are such keys: what ejabberd checks unless it is configured otherwise. */
function passwordTerm(credentials: Credentials): Term | undefined {
  if (credentials.form === "plain") return credentials.password;
  if (credentials.form !== "scram") return undefined;
  for (const hash of SCRAM_HASHES) {
    const keys = credentials.keys[hash];
    if (!keys) continue;
    const [stored, server, salt] = [keys.storedKey, keys.serverKey, keys.salt].map((bytes) =>
      Buffer.from(bytes).toString("base64"),
    );
    return tuple(atom("scram"), stored ?? "", server ?? "", salt ?? "", atom(HASHES[hash]), keys.iterations);
  }
  return undefined;
}

/** Records of the type #listitem{}: nothing from these addresses. */
const blockedTerms = (blocklist: Element): Term =>
  blocklist.getChildren("item").flatMap(({ attrs }, index) => {
    const jid = tryParseJid(attrs.jid ?? "");
    const order = index + 1;
    return jid
      ? [tuple(atom("listitem"), atom("jid"), addressKey(jid), atom("deny"), order, atom("true"), ...NO_MATCH)]
      : [];
  });
