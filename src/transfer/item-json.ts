/** The things of a source as JSON, for a server that is asked to store them: elements are text, keys are base64. */
import type { Element } from "ltx";
import { KINDS, LEFT_REASONS } from "../import-report.ts";
import { digestBytes, SCRAM_HASHES, type ScramHash, type ScramKeys } from "../store/scram-keys.ts";
import { print } from "../xml/print.ts";
import { elementIn } from "./foreign-xml.ts";
import type { Credentials, Imported, ImportedRoom } from "./source.ts";

/** It is no thing of a source; `message` is the field. */
export class ItemError extends Error {}

/** What JSON.stringify makes of it, `itemIn` reads. A file goes without the path of its bytes. */
export function jsonOf(item: Imported): object {
  switch (item.type) {
    case "account":
      return { ...item, credentials: credentialsOf(item.credentials) };
    case "part":
      return { ...item, part: print(item.part) };
    case "archived": {
      // Its fields may be those of a class.
      const { type, account, id, time, peer, message } = item;
      return { type, account, id, time, peer, message: textOf(message) };
    }
    case "room-message":
      return { ...item, message: textOf(item.message) };
    case "room":
      return { ...item, avatar: item.avatar && print(item.avatar) };
    case "file":
      return { ...item, file: "" };
    default:
      return item;
  }
}

const textOf = (message: Element | string): string => (typeof message === "string" ? message : print(message));

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

function credentialsOf(credentials: Credentials): object {
  if (credentials.form !== "scram") return credentials;
  const keys = Object.entries(credentials.keys).map(([hash, { salt, iterations, storedKey, serverKey }]) => [
    hash,
    { salt: base64(salt), iterations, storedKey: base64(storedKey), serverKey: base64(serverKey) },
  ]);
  return { form: "scram", keys: Object.fromEntries(keys) };
}

type Fields = Readonly<Record<string, unknown>>;

/** The thing that was sent, in new objects that have nothing else. Throws ItemError. */
export function itemIn(value: unknown): Imported {
  const item = fieldsIn(value, "item");
  const readers: Readonly<Record<string, (item: Fields) => Imported>> = READERS;
  const type = textIn(item, "type");
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader) throw new ItemError("type");
  return reader(item);
}

const READERS = {
  account: (item: Fields): Imported => ({
    type: "account",
    account: textIn(item, "account"),
    credentials: credentialsIn(fieldsIn(item.credentials, "credentials")),
    disabled: item.disabled === true,
    admin: item.admin === true,
    ...optional("created", item.created === undefined ? undefined : numberIn(item, "created")),
  }),
  part: (item: Fields): Imported => ({
    type: "part",
    account: textIn(item, "account"),
    part: elementOf(textIn(item, "part")),
  }),
  archived: (item: Fields): Imported => ({
    type: "archived",
    ...{ account: textIn(item, "account"), id: textIn(item, "id"), time: numberIn(item, "time") },
    ...{ peer: textIn(item, "peer"), message: textIn(item, "message") },
  }),
  room: (item: Fields): Imported => ({
    type: "room",
    room: textIn(item, "room"),
    config: configIn(fieldsIn(item.config, "config")),
    affiliations: listIn(item.affiliations, "affiliations").map(affiliationIn),
    ...optional("subject", item.subject === undefined ? undefined : subjectIn(fieldsIn(item.subject, "subject"))),
    ...optional("avatar", item.avatar === undefined ? undefined : elementOf(textIn(item, "avatar"))),
    ...optional("created", item.created === undefined ? undefined : numberIn(item, "created")),
  }),
  "room-message": (item: Fields): Imported => ({
    type: "room-message",
    ...{ room: textIn(item, "room"), id: textIn(item, "id"), time: numberIn(item, "time") },
    ...{ nick: textIn(item, "nick"), sender: optionalTextIn(item, "sender"), message: textIn(item, "message") },
  }),
  file: (item: Fields): Imported => ({
    type: "file",
    ...{ owner: textIn(item, "owner"), path: textIn(item, "path"), name: textIn(item, "name") },
    ...{ mediaType: textIn(item, "mediaType"), size: numberIn(item, "size"), uploaded: numberIn(item, "uploaded") },
    file: "",
  }),
  circle: (item: Fields): Imported => ({
    type: "circle",
    ...{ id: textIn(item, "id"), name: textIn(item, "name"), members: textsIn(item.members, "members") },
    room: optionalTextIn(item, "room"),
  }),
  invitation: (item: Fields): Imported => ({
    type: "invitation",
    ...{ token: textIn(item, "token"), domain: textIn(item, "domain"), expires: numberIn(item, "expires") },
    ...{ reusable: item.reusable === true, inviter: optionalTextIn(item, "inviter") },
    ...optional("circles", item.circles === undefined ? undefined : textsIn(item.circles, "circles")),
  }),
  left: (item: Fields): Imported => ({
    type: "left",
    account: optionalTextIn(item, "account"),
    kind: oneOf(KINDS, item.kind, "kind"),
    reason: oneOf(LEFT_REASONS, item.reason, "reason"),
    subject: optionalTextIn(item, "subject"),
  }),
} as const satisfies Record<Imported["type"], (item: Fields) => Imported>;

const optional = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: Value });

function credentialsIn(given: Fields): Credentials {
  const form = textIn(given, "form");
  switch (form) {
    case "plain":
      return { form, password: textIn(given, "password") };
    case "scram":
      return { form, keys: keysIn(fieldsIn(given.keys, "keys")) };
    case "a1hash":
      return { form, value: textIn(given, "value"), name: textIn(given, "name"), realm: textIn(given, "realm") };
    case "bcrypt":
    case "crypt":
    case "sha":
      return { form, value: textIn(given, "value") };
    case "none":
      return { form };
    default:
      throw new ItemError("form");
  }
}

const MAX_ITERATIONS = 10_000_000;
const MAX_SALT = 1024;

function keysIn(given: Fields): Partial<Record<ScramHash, ScramKeys>> {
  const keys: Partial<Record<ScramHash, ScramKeys>> = {};
  for (const hash of SCRAM_HASHES) {
    if (given[hash] === undefined) continue;
    const fields = fieldsIn(given[hash], hash);
    const [salt, storedKey, serverKey] = ["salt", "storedKey", "serverKey"].map((name) =>
      Buffer.from(textIn(fields, name), "base64"),
    ) as [Buffer, Buffer, Buffer];
    const iterations = numberIn(fields, "iterations");
    const isRight = [storedKey, serverKey].every(({ length }) => length === digestBytes(hash));
    if (!isRight || salt.length > MAX_SALT || !Number.isInteger(iterations) || iterations < 1)
      throw new ItemError(hash);
    if (iterations > MAX_ITERATIONS) throw new ItemError("iterations");
    keys[hash] = { salt, iterations, storedKey, serverKey };
  }
  return keys;
}

const configIn = (given: Fields): ImportedRoom["config"] =>
  Object.fromEntries(Object.entries(given).map(([name, values]) => [name, textsIn(values, "config")]));

const AFFILIATIONS = ["owner", "admin", "member", "outcast"] as const;

function affiliationIn(value: unknown): ImportedRoom["affiliations"][number] {
  const given = fieldsIn(value, "affiliations");
  return {
    jid: textIn(given, "jid"),
    affiliation: oneOf(AFFILIATIONS, given.affiliation, "affiliation"),
    reason: optionalTextIn(given, "reason"),
    nick: optionalTextIn(given, "nick"),
  };
}

const subjectIn = (given: Fields): NonNullable<ImportedRoom["subject"]> => ({
  text: textIn(given, "text"),
  nick: optionalTextIn(given, "nick"),
  time: given.time === undefined ? undefined : numberIn(given, "time"),
});

function elementOf(text: string): Element {
  const element = elementIn(text);
  if (!element) throw new ItemError("element");
  return element;
}

function fieldsIn(value: unknown, name: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new ItemError(name);
  return value as Fields;
}

function textIn(given: Fields, name: string): string {
  const value = given[name];
  if (typeof value !== "string") throw new ItemError(name);
  return value;
}

const optionalTextIn = (given: Fields, name: string): string | undefined =>
  given[name] === undefined ? undefined : textIn(given, name);

function numberIn(given: Fields, name: string): number {
  const value = given[name];
  if (typeof value !== "number" || !Number.isFinite(value)) throw new ItemError(name);
  return value;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ItemError(name);
  return value;
}

const textsIn = (value: unknown, name: string): readonly string[] =>
  listIn(value, name).map((text) => {
    if (typeof text !== "string") throw new ItemError(name);
    return text;
  });

function oneOf<Value extends string>(values: readonly Value[], given: unknown, name: string): Value {
  const found = values.find((value) => value === given);
  if (found === undefined) throw new ItemError(name);
  return found;
}
