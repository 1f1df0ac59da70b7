/** What ejabberd's storages have in common. Addresses of accounts and rooms are bare JIDs; XML is text. */
import type { StoredContact, StoredPrivacy } from "../contact-parts.ts";
import type { Credentials } from "../source.ts";
import type { Term } from "./term.ts";

export interface EjabberdData {
  /** Sorted. */
  readonly accounts: () => Iterable<string>;
  readonly credentials: (account: string) => Credentials;
  readonly contacts: (account: string) => Iterable<StoredContact>;
  readonly vcard: (account: string) => string | undefined;
  readonly privateElements: (account: string) => Iterable<string>;
  readonly privacy: (account: string) => StoredPrivacy | undefined;
  readonly offline: (account: string) => Iterable<StoredMessage>;
  readonly preferences: (account: string) => StoredPreferences | undefined;
  readonly push: (account: string) => Iterable<StoredPush>;
  /** Of an account, or of a service of XEP-0060. */
  readonly nodes: (owner: string) => Iterable<StoredNode>;
  readonly pubsubServices: () => Iterable<string>;
  /** Of an account or a room, the oldest first; what is in a message is read when it is called, which throws no SourceError. */
  readonly archive: (owner: string) => Iterable<() => ArchivedMessage>;
  /** Sorted. */
  readonly rooms: () => Iterable<string>;
  /** [{Name, Value}]. */
  readonly roomOptions: (room: string) => readonly Term[];
  /** The services of rooms at which somebody has registered a nickname. */
  readonly nicknameServices: () => Iterable<string>;
  /** Who has registered which nickname, for all rooms of a service. */
  readonly nicknames: (service: string) => Iterable<StoredNickname>;
  readonly groups: () => Iterable<StoredGroup>;
  readonly close: () => void;
}

export interface StoredMessage {
  readonly xml: string;
  /** Milliseconds since 1970. */
  readonly time: number | undefined;
}

export interface StoredPreferences {
  readonly default: string;
  readonly always: readonly string[];
  readonly never: readonly string[];
}

export interface StoredPush {
  readonly service: string;
  readonly node: string;
  /** The form of options; "" for none. */
  readonly xml: string;
}

export interface StoredNode {
  readonly name: string;
  /** [{Name, Value}]. */
  readonly options: readonly Term[];
  readonly affiliations: readonly { readonly jid: string; readonly affiliation: string }[];
  /** Who has subscribed by request. */
  readonly subscribers: readonly string[];
  /** The oldest first. */
  readonly items: () => Iterable<{ readonly id: string; readonly xml: string | undefined }>;
}

export interface ArchivedMessage {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** A full JID; in a room that of who has sent it. */
  readonly peer: string;
  readonly nick: string;
  readonly xml: string;
}

export interface StoredNickname {
  /** Bare JID. */
  readonly jid: string;
  readonly nick: string;
}

export interface StoredGroup {
  readonly id: string;
  readonly host: string;
  /** [{Name, Value}]. */
  readonly options: readonly Term[];
  readonly members: readonly string[];
}
