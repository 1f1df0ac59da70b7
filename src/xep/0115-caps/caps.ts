/** XEP-0115: Entity Capabilities: the server's own (§6.3), and those of all who show themselves to an account. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { roster } from "../../im/roster.ts";
import type { Jid } from "../../jid/jid.ts";
import { integer } from "../../options.ts";
import { defineModule, type Passage } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import { disco } from "../0030-disco.ts";
import { type Announcement, announcedIn, NS } from "./announcement.ts";
import { capsTables, openCapsCache } from "./caps-cache.ts";
import { DiscoQueries } from "./disco-queries.ts";
import { hashInput } from "./hash-input.ts";
import { ownCaps } from "./own-caps.ts";
import { VisibleResources } from "./visible-resources.ts";

const NODE = "urn:jabber-home";

type Features = ReadonlySet<string>;

/** A resource that shows itself to an account: to its own, or to one that may see it. */
export interface VisibleResource {
  /** Bare JID. */
  readonly account: string;
  readonly jid: Jid;
}

/** What of it has become known; `before` are the features that it had until now. */
export type FeaturesListener = (shown: VisibleResource, features: Features, before: Features) => void;

const NONE: Features = new Set();

export const caps = defineModule({
  name: "caps",
  xep: "0115",
  version: "1.6.0",
  features: [NS],
  tables: capsTables,
  options: {
    max_known: integer(10_000, "How many kinds of app are remembered by what they can do.", {
      min: 100,
      max: 1_000_000,
    }),
  },
  setup: ({ catalogue, db, config, log, sessions, accounts, now, sendRequest, inTurns, use }) => {
    const { describeNode } = use(disco);
    const contacts = use(roster);
    const knowledge = openCapsCache(db, config.max_known, now);
    const resources = new VisibleResources();
    /** What sessions have told their own account, as a key of `knowledge`. */
    const told = new WeakMap<Session, string>();
    const listeners: FeaturesListener[] = [];
    accounts.onRemove((account) => resources.forget(account));

    const keyOf = ({ account, jid }: VisibleResource): string | undefined => {
      const session = jid.bare === account ? sessions.get(jid.full) : undefined;
      return session ? told.get(session) : resources.keyOf(account, jid);
    };
    const featuresOf = (key: string | undefined): Features => (key && knowledge.featuresOf(key)) || NONE;

    const tell = (shown: VisibleResource, key: string, before: string | undefined): void => {
      if (keyOf(shown) !== key) return;
      for (const listener of listeners) listener(shown, featuresOf(key), featuresOf(before));
    };
    /** All of a large server, where an app has a new version: in turns. */
    function* tellAll(waiting: Iterable<VisibleResource>, key: string): Generator<void, void> {
      for (const shown of waiting) {
        tell(shown, key, undefined);
        yield;
      }
    }
    const learned = (waiting: Iterable<VisibleResource>, key: string, from: string): void =>
      void inTurns(from, tellAll(waiting, key)).catch((error) => log.error({ event: "caps-not-told", error }));
    const inquiries = new DiscoQueries({ sendRequest, now, knowledge, learned });

    const learn = (shown: VisibleResource, announcement: Announcement, before: string | undefined): void => {
      const { account, jid } = shown;
      if (knowledge.featuresOf(announcement.key)) {
        if (announcement.key !== before) tell(shown, announcement.key, before);
        // A question to a stranger would say that there is such an account (RFC 6121 §8.5.1).
      } else if (jid.bare === account || contacts.get(account, jid.bare)?.isListed)
        inquiries.query(announcement, shown);
    };

    const noticeOwn = ({ stanza, account, session }: Passage): undefined => {
      if (stanza.name !== "presence" || stanza.to || !session) return;
      if (stanza.type === "unavailable") return void told.delete(session);
      const announcement = announcedIn(stanza.xml);
      const before = told.get(session);
      if (!announcement) return;
      told.set(session, announcement.key);
      learn({ account, jid: session.jid }, announcement, before);
    };

    const notice = ({ stanza, account, peer }: Passage): undefined => {
      if (stanza.name !== "presence" || peer.bare === account) return;
      if (stanza.type === "unavailable" || stanza.type === "error") resources.remove(account, peer);
      if (stanza.type !== "available" || peer.resource === "") return;
      const announcement = announcedIn(stanza.xml);
      const before = resources.keyOf(account, peer);
      // §8.4: where nothing is said, what was said before still holds.
      const isContact = (): boolean => contacts.get(account, peer.bare)?.isListed === true;
      const isKept = resources.add(account, peer, announcement?.key ?? before ?? "", isContact);
      if (announcement && isKept) learn({ account, jid: peer }, announcement, before);
    };

    function* withFeature(keys: Iterable<readonly [string, string | undefined]>, feature: string): Iterable<string> {
      for (const [full, key] of keys) if (featuresOf(key).has(feature)) yield full;
    }

    const ownVer = ownCaps(catalogue, hashInput, (input, describe) => {
      const ver = hashed(input);
      describeNode(`${NODE}#${ver}`, describe);
      return ver;
    });

    return {
      streamFeature: () => xml("c", { xmlns: NS, hash: "sha-1", node: NODE, ver: ownVer() }),
      stanzas: {
        outbound: { copy: noticeOwn },
        inbound: { copy: notice },
      },
      api: {
        /** Called whenever more becomes known of a resource that shows itself. */
        onFeatures: (listener: FeaturesListener): void => void listeners.push(listener),
        /** Whom an account sees, by bare JID, beside its own resources. */
        visibleTo: (account: string): Iterable<string> => resources.visibleTo(account),
        /** The full JIDs of those resources of somebody else that an account sees. */
        resourcesOf: (account: string, bare: string): string[] => [...resources.of(account, bare).keys()],
        /** The full JIDs of the resources of `bare` which `account` sees and which have a feature. */
        withFeature: (account: string, bare: string, feature: string): Iterable<string> => {
          if (bare !== account) return withFeature(resources.of(account, bare), feature);
          const present = [...sessions.of(account)].filter((session) => session.presence);
          return withFeature(
            present.map((session) => [session.jid.full, told.get(session)]),
            feature,
          );
        },
        /** All that is known of one resource. */
        featuresOf: (shown: VisibleResource): Features => featuresOf(keyOf(shown)),
      },
    };
  },
});

const hashed = (input: string): string => createHash("sha1").update(input).digest("base64");

/** §5.1, with SHA-1, of the children of a <query/>. */
export const verificationString = (info: readonly Element[]): string => hashed(hashInput(info) ?? "");
