/** XEP-0227: accounts as a file, in small pieces of text. */
import type { Element } from "ltx";
import { NS_PIE } from "../namespaces.ts";
import type { ExportedPart } from "../server/module.ts";
import { xml } from "../stanza.ts";
import type { AccountState } from "../store/accounts.ts";
import type { ScramHash, ScramKeys } from "../store/scram-keys.ts";
import { print } from "../xml/print.ts";

const NS_SCRAM = `${NS_PIE}#scram`;

/** What XEP-0227 has no place for: an account that cannot sign in, or is an administrator, and when it was made. */
export const NS_ACCOUNT = "urn:jabber-home:account:0";

export interface FileHost {
  /** A domain, or a service below it. */
  readonly domain: string;
  readonly users?: Iterable<FileUser>;
  /** Further children of its <host/>: rooms. */
  readonly parts?: Iterable<ExportedPart>;
}

export interface FileUser {
  /** The local part of the account. */
  readonly local: string;
  /** The children of its <user/>. */
  readonly parts: Iterable<ExportedPart>;
}

/** The last bytes of a file that is whole. */
export const END_OF_FILE = "</server-data>\n";

/** Nothing is read before it is its turn: a part when the text before it has been taken. */
export function* serverFile(hosts: Iterable<FileHost>): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield* printed({ container: xml("server-data", { xmlns: NS_PIE }), children: hostParts(hosts) });
}

/** The same of one account. */
export const accountFile = ({ domain, ...user }: FileUser & { readonly domain: string }): Generator<string> =>
  serverFile([{ domain, users: [user] }]);

function* hostParts(hosts: Iterable<FileHost>): Generator<ExportedPart> {
  for (const host of hosts) yield { container: xml("host", { jid: host.domain }), children: partsOf(host) };
}

function* partsOf({ users = [], parts = [] }: FileHost): Generator<ExportedPart> {
  for (const { local, parts: children } of users) yield { container: xml("user", { name: local }), children };
  yield* parts;
}

/** A line for each element, so that a person can read the file, and programs compare two. */
function* printed(part: ExportedPart): Generator<string> {
  if (!("container" in part)) {
    yield `${print(part)}\n`;
    return;
  }
  const { container, children } = part;
  yield `${print(container).slice(0, -"/>".length)}>\n`;
  for (const child of children) yield* printed(child);
  yield `</${container.name}>\n`;
}

/** What is known of an account beside what is in XEP-0227. */
export const accountFacts = ({ created, admin, disabled }: AccountState): Element =>
  xml("account", {
    xmlns: NS_ACCOUNT,
    created: new Date(created).toISOString(),
    admin: admin ? "true" : undefined,
    disabled: disabled ? "true" : undefined,
  });

/** XEP-0227 §4.3. */
export const scramCredentials = (hash: ScramHash, keys: ScramKeys): Element =>
  xml(
    "scram-credentials",
    { xmlns: NS_SCRAM, mechanism: `SCRAM-${hash}` },
    xml("iter-count", {}, String(keys.iterations)),
    xml("salt", {}, base64(keys.salt)),
    xml("server-key", {}, base64(keys.serverKey)),
    xml("stored-key", {}, base64(keys.storedKey)),
  );

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
