/** XEP-0227: what is in a file, read piece by piece, as things that are imported. */
import type { Element } from "ltx";
import { NS_CLIENT, NS_MAM, NS_OWN_CIRCLE, NS_OWN_ROOM, NS_PIE, NS_PUBSUB } from "../../namespaces.ts";
import { copyOf, xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import { type DocumentEvent, DocumentParser, type IsContainer } from "../../xml/document-parser.ts";
import { limitsFor } from "../../xml/limits.ts";
import { NS_ACCOUNT } from "../account-file.ts";
import type { Imported, ImportedAccount } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { chunksOf } from "../source-files.ts";
import { archivedIn } from "./archived.ts";
import { credentialsOf } from "./credentials.ts";
import { includedFile } from "./documents.ts";
import { RoomReader } from "./rooms.ts";

const NS_XINCLUDE = "http://www.w3.org/2001/XInclude";
const NS_ARCHIVE = `${NS_PIE}#mam`;
const NS_SCRAM = `${NS_PIE}#scram`;
const NS_PUBSUB_OWNER = `${NS_PUBSUB}#owner`;

/** Bytes of what is read as a whole: a roster, a vCard, a message, an item. */
const MAX_ELEMENT = 16_000_000;

/** Characters of a name in the report. */
const MAX_NAME = 80;

/** Outer elements, and those of an account that may have any number of children. */
const CONTAINERS: ReadonlySet<string> = new Set([
  `server-data ${NS_PIE}`,
  `host ${NS_PIE}`,
  `user ${NS_PIE}`,
  `offline-messages ${NS_PIE}`,
  `archive ${NS_ARCHIVE}`,
  `room ${NS_OWN_ROOM}`,
  `pubsub ${NS_PUBSUB}`,
  `pubsub ${NS_PUBSUB_OWNER}`,
]);

const isContainer: IsContainer = (element, path) =>
  CONTAINERS.has(`${element.getName()} ${element.getNS()}`) ||
  (element.getName() === "items" && path.at(-1)?.getName() === "pubsub");

type AccountFacts = Pick<ImportedAccount, "admin" | "disabled" | "created">;

/** The account that is being read. */
interface Reading {
  /** Bare JID. */
  readonly account: string;
  readonly password: string | undefined;
  readonly scram: Element[];
  /** What this server writes beside XEP-0227. */
  facts: AccountFacts;
  /** Whether it has been given away: what follows belongs to it. */
  isGiven: boolean;
}

export interface Place {
  readonly folder: string;
  readonly file: string;
  /** The host that the file is included in; "" for a main file. */
  readonly host: string;
  /** How many files include each other. */
  readonly depth: number;
  /** The files that have been read: none is read twice. */
  readonly seen: Set<string>;
}

/** Everything in a file and those that it includes. Throws SourceError. */
export function* itemsIn(place: Place): Generator<Imported> {
  const { file, seen } = place;
  if (seen.has(file)) throw new SourceError("malformed", { file }, { why: "a file is included twice" });
  seen.add(file);
  const reader = new AccountReader(place);
  const parser = new DocumentParser(limitsFor(MAX_ELEMENT), isContainer);
  const parsed = (work: () => readonly DocumentEvent[]): readonly DocumentEvent[] => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      throw sourceErrorOf(error, file, parser.line);
    }
  };
  for (const chunk of chunksOf(file)) {
    for (const event of parsed(() => parser.read(chunk))) yield* reader.take(event);
  }
  parsed(() => {
    parser.end();
    return [];
  });
}

function sourceErrorOf(error: StreamError, file: string, line: number): SourceError {
  const place = { file, line };
  if (error.message.includes("document type")) return new SourceError("dtd", place, {});
  if (/^more than \d+ bytes/.test(error.message)) return new SourceError("too-large", place, { maximum: MAX_ELEMENT });
  return new SourceError("malformed", place, { why: error.message });
}

class AccountReader {
  readonly #place: Place;
  readonly #path: Element[] = [];
  #host: string;
  #reading: Reading | undefined;
  #room: RoomReader | undefined;

  constructor(place: Place) {
    this.#place = place;
    this.#host = place.host;
  }

  *take(event: DocumentEvent): Generator<Imported> {
    if (event.is === "open") yield* this.#open(event.element);
    else if (event.is === "close") yield* this.#close();
    else yield* this.#element(event.element);
  }

  *#open(element: Element): Generator<Imported> {
    const name = element.getName();
    if (element.is("room", NS_OWN_ROOM)) this.#room = new RoomReader(element, this.#host);
    else if (name === "host") this.#host = element.attrs.jid ?? "";
    else if (name === "user") {
      const account = `${element.attrs.name ?? ""}@${this.#host}`;
      this.#reading = { account, password: element.attrs.password, scram: [], facts: {}, isGiven: false };
    } else if (this.#reading) yield* this.#account(this.#reading);
    this.#path.push(element);
  }

  *#close(): Generator<Imported> {
    const closed = this.#path.pop();
    if (this.#room && closed?.is("room", NS_OWN_ROOM)) {
      yield* this.#room.end();
      this.#room = undefined;
    }
    if (closed?.getName() !== "user" || !this.#reading) return;
    yield* this.#account(this.#reading);
    this.#reading = undefined;
  }

  *#element(element: Element): Generator<Imported> {
    if (this.#room) {
      yield* this.#room.take(element);
      return;
    }
    const reading = this.#reading;
    if (!reading) {
      if (element.is("include", NS_XINCLUDE)) yield* this.#included(element);
      else if (element.is("circle", NS_OWN_CIRCLE)) yield circleIn(element);
      else yield { type: "left", kind: "other", reason: "unknown", subject: element.getName().slice(0, MAX_NAME) };
      return;
    }
    if (element.is("account", NS_ACCOUNT)) {
      reading.facts = factsIn(element);
      return;
    }
    if (element.is("scram-credentials", NS_SCRAM)) {
      reading.scram.push(element);
      return;
    }
    yield* this.#account(reading);
    yield this.#partOf(reading.account, element);
  }

  *#included({ attrs }: Element): Generator<Imported> {
    const { folder, file, depth, seen } = this.#place;
    const included = includedFile(folder, file, attrs.href, depth);
    yield* itemsIn({ folder, file: included, host: this.#host, depth: depth + 1, seen });
  }

  /** Credentials that come behind other parts are given with the account once more. */
  *#account(reading: Reading): Generator<Imported> {
    const { account, password, scram, facts, isGiven } = reading;
    if (isGiven && scram.length === 0) return;
    reading.isGiven = true;
    yield { type: "account", account, credentials: credentialsOf(password, scram.splice(0)), ...facts };
  }

  #partOf(account: string, element: Element): Imported {
    const [container, outer] = [this.#path.at(-1), this.#path.at(-2)];
    const name = container?.getName();
    if (name === "archive" && element.is("result", NS_MAM)) return archivedIn(account, element);
    if (container && name === "items" && outer) return part(account, within(outer, within(container, element)));
    if (container && name !== "user") return part(account, within(container, element));
    // Some servers forget whose namespace a request has.
    if (element.getName() === "presence") element.attrs.xmlns = NS_CLIENT;
    return part(account, element);
  }
}

function factsIn({ attrs }: Element): AccountFacts {
  const created = Date.parse(attrs.created ?? "");
  return {
    ...(attrs.admin === "true" ? { admin: true } : {}),
    ...(attrs.disabled === "true" ? { disabled: true } : {}),
    ...(Number.isFinite(created) ? { created } : {}),
  };
}

function circleIn(circle: Element): Imported {
  const { name = "", room } = circle.attrs;
  const members = circle.getChildren("member").map(({ attrs }) => attrs.jid ?? "");
  return { type: "circle", id: name, name, members, room };
}

const part = (account: string, element: Element): Imported => ({ type: "part", account, part: element });

/** The container with this child alone. */
const within = ({ name, attrs }: Element, child: Element): Element => xml(name, attrs, copyOf(child));
