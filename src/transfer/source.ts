/** What an import reads: the data of another server, as a sequence of things in the form that XEP-0227 gives them. */
import type { Element } from "ltx";
import type { Kind, LeftReason } from "../import-report.ts";
import type { ScramHash, ScramKeys } from "../store/scram-keys.ts";

/** One kind of source. */
export interface SourceKind {
  /** "prosody", "ejabberd", "jabberd2", "jabberd14", "xep0227": what a person may call it by. */
  readonly name: string;
  /**
   * Whether a file or a folder looks like one: by the names in a folder or the first bytes of a file, without trusting any of
   * it. Throws SourceError for what it knows, but cannot read as it is (raw-database).
   */
  readonly recognises: (path: string) => boolean;
  /** Throws SourceError. The source is never written to. */
  readonly open: (path: string) => Source;
}

export interface Source {
  /** The domains, and the services that belong to them. */
  readonly hosts: readonly SourceHost[];
  /**
   * Everything, in an order that is the same each time, so that an interrupted import goes on where it was: of each account
   * first `account`, then the rest; rooms, circles, files and invitations after all accounts, and messages of a room after the
   * room. Nothing is kept in memory that grows with the source, but names. Throws SourceError.
   */
  readonly read: () => Iterable<Imported> | AsyncIterable<Imported>;
  /** Of the content, as far as names, sizes and times of files tell: an import goes on only where it is still the same. */
  readonly digest: string;
  readonly close: () => void;
}

export interface SourceHost {
  /** "example.com", "conference.example.com". */
  readonly jid: string;
  /** A domain has accounts. */
  readonly kind: "domain" | "rooms" | "upload" | "pubsub";
}

/** Addresses are as the source has them: who imports prepares them (RFC 7622), and leaves what is none. */
export type Imported =
  | ImportedAccount
  | ImportedPart
  | ImportedMessage
  | ImportedRoom
  | ImportedRoomMessage
  | ImportedFile
  | ImportedCircle
  | ImportedInvitation
  | Left;

export interface ImportedAccount {
  readonly type: "account";
  /** Bare JID. */
  readonly account: string;
  readonly credentials: Credentials;
  /** By default not. */
  readonly disabled?: boolean;
  readonly admin?: boolean;
  /** Milliseconds since 1970; by default now. */
  readonly created?: number;
}

/**
 * Plain text; else the SCRAM keys of one or more hashes; else a one-way form that can check a password (`a1hash`: hexadecimal MD5
 * of NAME:REALM:PASSWORD; `crypt`: any of crypt(3); `sha`: base64 of SHA-1); else nothing.
 */
export type Credentials =
  | { readonly form: "plain"; readonly password: string }
  | { readonly form: "scram"; readonly keys: Readonly<Partial<Record<ScramHash, ScramKeys>>> }
  | { readonly form: "a1hash"; readonly value: string; readonly name: string; readonly realm: string }
  | { readonly form: "bcrypt" | "crypt" | "sha"; readonly value: string }
  | { readonly form: "none" };

/**
 * One element as XEP-0227 has it in <user/>, with its namespace, whole in itself. What may be many is given in several: one
 * message in an <offline-messages/>, one item in a <pubsub><items/></pubsub>; the <configure/> of a node comes before its items.
 * Beyond the XEP: <blocklist xmlns="urn:xmpp:blocking"/>, <prefs xmlns="urn:xmpp:mam:2"/>, and what modules export.
 */
export interface ImportedPart {
  readonly type: "part";
  /** Bare JID. */
  readonly account: string;
  readonly part: Element;
}

/**
 * A message in the archive of an account; the oldest first, in the order of the source. What is in it may be read when it is asked for,
 * which throws no SourceError: the source is known to be whole.
 */
export interface ImportedMessage {
  readonly type: "archived";
  /** Bare JID. */
  readonly account: string;
  /** The archive id, which clients hold. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The other end: a bare or full JID. */
  readonly peer: string;
  /** The <message/> in jabber:client, or its text where that costs less; "" for what is none. */
  readonly message: Element | string;
}

export interface ImportedRoom {
  readonly type: "room";
  /** Bare JID, at the service of the source. */
  readonly room: string;
  /** By the field of the configuration form (XEP-0045 §16.5.3): "muc#roomconfig_roomname"; flags are "1" and "0". */
  readonly config: Readonly<Record<string, readonly string[]>>;
  readonly affiliations: readonly {
    /** A bare JID, or a domain. */
    readonly jid: string;
    readonly affiliation: "owner" | "admin" | "member" | "outcast";
    readonly reason?: string | undefined;
    /** The reserved nickname. */
    readonly nick?: string | undefined;
  }[];
  readonly subject?: {
    readonly text: string;
    /** Of who has set it. */
    readonly nick?: string | undefined;
    /** Milliseconds since 1970. */
    readonly time?: number | undefined;
  };
  /** <vCard xmlns="vcard-temp"/> with the avatar as its PHOTO. */
  readonly avatar?: Element | undefined;
  /** Milliseconds since 1970. */
  readonly created?: number | undefined;
}

/** A message in the archive of a room; the oldest first. */
export interface ImportedRoomMessage {
  readonly type: "room-message";
  /** Bare JID. */
  readonly room: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The nickname of who has sent it; "" for the room itself. */
  readonly nick: string;
  /** The real JID of who has sent it, where it is known: shown only to those who may see it. */
  readonly sender?: string | undefined;
  /** The <message/> in jabber:client, with or without `from`, or its text. */
  readonly message: Element | string;
}

/** A file that somebody has uploaded (XEP-0363). */
export interface ImportedFile {
  readonly type: "file";
  /** Bare JID. */
  readonly owner: string;
  /** The path of its address, percent-encoded: "/file_share/SLOT/NAME". */
  readonly path: string;
  readonly name: string;
  /** Its media type; "" where it is unknown. */
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly uploaded: number;
  /** Where its bytes are on this machine; no link leads out of the source. */
  readonly file: string;
}

/** A group of people that have each other as contacts (shared roster groups, Snikket's circles). */
export interface ImportedCircle {
  readonly type: "circle";
  readonly id: string;
  readonly name: string;
  /** Bare JIDs. */
  readonly members: readonly string[];
  /** The room that belongs to it: a bare JID. */
  readonly room?: string | undefined;
}

export interface ImportedInvitation {
  readonly type: "invitation";
  readonly token: string;
  /** The domain that it invites to. */
  readonly domain: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** Whether more than one account may be made with it. */
  readonly reusable: boolean;
  /** Bare JID of who invites. */
  readonly inviter?: string | undefined;
  /** The ids of circles that whoever comes joins. */
  readonly circles?: readonly string[];
}

/** What cannot come along: the report names it. */
export interface Left {
  readonly type: "left";
  /** Bare JID of whom it belongs to; undefined for what is the server's. */
  readonly account?: string | undefined;
  readonly kind: Kind;
  readonly reason: LeftReason;
  /** Which one: an address, the name of a node or of a list; in few words. */
  readonly subject?: string | undefined;
}
