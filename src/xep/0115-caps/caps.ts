/** XEP-0115: Entity Capabilities: the server's own (§6.3), and those of the resources whose presence an account receives. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { roster } from "../../im/roster.ts";
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
import { type VisibleResource, VisibleResources } from "./visible-resources.ts";

const NODE = "urn:jabber-home";

type Features = ReadonlySet<string>;

/** Called with the features that a resource has now, and with those that it had `before`. */
export type FeaturesListener = (resource: VisibleResource, features: Features, before: Features) => void;

const NONE: Features = new Set();

export const caps = defineModule({
  name: "caps",
  xep: "0115",
  version: "1.6.0",
  features: [NS],
  tables: capsTables,
  addresses: {
    tables: {
      caps_known: { key: "other", input: "other" },
    },
  },
  notExported: "what other apps can do is learnt again",
  options: {
    max_known: integer(10_000, "How many kinds of app are remembered by what they can do.", {
      min: 100,
      max: 1_000_000,
    }),
  },
  setup: ({ catalogue, db, config, log, sessions, accounts, now, sendRequest, inTurns, use }) => {
    const { describeNode } = use(disco);
    const contacts = use(roster);
    const cache = openCapsCache(db, config.max_known, now);
    const resources = new VisibleResources();
    /** The capabilities that sessions have announced to their own account, as a key of `cache`. */
    const announced = new WeakMap<Session, string>();
    const listeners: FeaturesListener[] = [];
    accounts.onRemove((account) => resources.forget(account));

    const keyOf = ({ account, jid }: VisibleResource): string | undefined => {
      const session = jid.bare === account ? sessions.get(jid.full) : undefined;
      return session ? announced.get(session) : resources.keyOf(account, jid);
    };
    const featuresOf = (key: string | undefined): Features => (key && cache.featuresOf(key)) || NONE;

    const notify = (resource: VisibleResource, key: string, before: string | undefined): void => {
      if (keyOf(resource) !== key) return;
      for (const listener of listeners) listener(resource, featuresOf(key), featuresOf(before));
    };
    /** In turns: an app with a new version may be all of a large server. */
    function* notifyAll(waiting: Iterable<VisibleResource>, key: string): Generator<void, void> {
      for (const resource of waiting) {
        notify(resource, key, undefined);
        yield;
      }
    }
    const onVerified = (waiting: Iterable<VisibleResource>, key: string, from: string): void =>
      void inTurns(from, notifyAll(waiting, key)).catch((error) => log.error({ event: "caps-not-told", error }));
    const queries = new DiscoQueries({ sendRequest, now, cache, onVerified });

    const handle = (resource: VisibleResource, announcement: Announcement, before: string | undefined): void => {
      const { account, jid } = resource;
      if (cache.featuresOf(announcement.key)) {
        if (announcement.key !== before) notify(resource, announcement.key, before);
        // A query to a stranger would reveal that the account exists (RFC 6121 §8.5.1).
      } else if (jid.bare === account || contacts.get(account, jid.bare)?.isListed)
        queries.query(announcement, resource);
    };

    const readOwn = ({ stanza, account, session }: Passage): undefined => {
      if (stanza.name !== "presence" || stanza.to || !session) return;
      if (stanza.type === "unavailable") return void announced.delete(session);
      const announcement = announcedIn(stanza.xml);
      const before = announced.get(session);
      if (!announcement) return;
      announced.set(session, announcement.key);
      handle({ account, jid: session.jid }, announcement, before);
    };

    const readReceived = ({ stanza, account, peer }: Passage): undefined => {
      if (stanza.name !== "presence" || peer.bare === account) return;
      if (stanza.type === "unavailable" || stanza.type === "error") resources.remove(account, peer);
      if (stanza.type !== "available" || peer.resource === "") return;
      const announcement = announcedIn(stanza.xml);
      const before = resources.keyOf(account, peer);
      // §8.4: presence without <c/> leaves the announced capabilities as they were.
      const isContact = (): boolean => contacts.get(account, peer.bare)?.isListed === true;
      const isAdded = resources.add(account, peer, announcement?.key ?? before ?? "", isContact);
      if (announcement && isAdded) handle({ account, jid: peer }, announcement, before);
    };

    function* filter(keys: Iterable<readonly [string, string | undefined]>, feature: string): Iterable<string> {
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
        outbound: { copy: readOwn },
        inbound: { copy: readReceived },
      },
      api: {
        /** Called whenever the features of a visible resource become known or change. */
        onFeatures: (listener: FeaturesListener): void => void listeners.push(listener),
        /** The bare JIDs whose resources an account sees, beside its own. */
        visibleTo: (account: string): Iterable<string> => resources.visibleTo(account),
        /** The full JIDs of the resources of another bare JID that an account sees. */
        resourcesOf: (account: string, bare: string): string[] => [...resources.of(account, bare).keys()],
        /** Of the resources of `bare` that `account` sees, the full JIDs of those with a feature. */
        withFeature: (account: string, bare: string, feature: string): Iterable<string> => {
          if (bare !== account) return filter(resources.of(account, bare), feature);
          const present = [...sessions.of(account)].filter((session) => session.presence);
          return filter(
            present.map((session) => [session.jid.full, announced.get(session)]),
            feature,
          );
        },
        featuresOf: (resource: VisibleResource): Features => featuresOf(keyOf(resource)),
      },
    };
  },
});

const hashed = (input: string): string => createHash("sha1").update(input).digest("base64");

/** §5.1: the `ver` of the children of a <query/>, with SHA-1. */
export const verificationString = (info: readonly Element[]): string => hashed(hashInput(info) ?? "");
