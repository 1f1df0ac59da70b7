/** Real-time block lists (RTBL): nodes (XEP-0060) where others publish domains that are abused. */
import { isIP } from "node:net";
import { strangers } from "../../im/strangers.ts";
import { tryParseDomain } from "../../jid/domain.ts";
import { parseJid } from "../../jid/jid.ts";
import { integer, list, renamed } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { StanzaError } from "../../stanza-error.ts";
import { NS_PUBSUB_EVENT } from "../publishing/0060-pubsub/protocol.ts";
import { keyOf } from "./list-item.ts";
import { openListStore, tables } from "./list-store.ts";
import { type AbuseList, subscribeToList } from "./list-subscription.ts";

/** Between two calls of the listeners, in milliseconds. */
const NOTIFICATION_DELAY = 500;

export interface FollowedList {
  /** SERVICE/NODE. */
  readonly name: string;
  readonly domains: number;
  /** Nothing is exchanged with its domains; otherwise their people cannot write to strangers. */
  readonly isBlocking: boolean;
}

export const blocklists = defineModule({
  name: "blocklists",
  tables,
  addresses: { tables: { blocklists_listing: { key: "other", list: "other" } } },
  notExported: "the lists of this server",
  options: {
    block: renamed(
      "keep_out",
      list(
        [],
        "Published lists of domains with which nothing is exchanged, each SERVICE/NODE; where a list itself recommends less, that is done.",
      ),
    ),
    block_strangers: renamed(
      "strangers",
      list(
        [],
        'Published lists of domains whose people may write only to those who know them, such as "xmppbl.org/spam_source_domains".',
      ),
    ),
    except: list([], "Domains about which no list is heeded."),
    max_domains: integer(20_000, "How many domains of one list are kept; what is beyond is left out.", {
      min: 100,
      max: 1_000_000,
    }),
  },
  setup: ({ config, db, log, domains, sendRequest, schedule, inTurns, use }) => {
    const [subscriber = ""] = domains;
    const store = openListStore(db, config.max_domains);
    const readList = (text: string): AbuseList[] => {
      const read = listOf(text);
      if (!read) log.warn({ event: "blocklist-ignored", list: text, remedy: "write SERVICE/NODE" });
      return read ? [read] : [];
    };
    const blocking = new Map(config.block.flatMap(readList).map((each) => [each.name, each]));
    const all = new Map([
      ...config.block_strangers.flatMap(readList).map((each) => [each.name, each] as const),
      ...blocking,
    ]);
    const excepted = config.except.flatMap((text) => tryParseDomain(text) ?? []);
    store.removeOtherLists(new Set(all.keys()));

    const listeners: (() => void)[] = [];
    let isPlanned = false;
    /** Calls the listeners once for all domains that are added within a short time. */
    const onAdded = (): void => {
      if (isPlanned) return;
      isPlanned = true;
      schedule(NOTIFICATION_DELAY, () => {
        isPlanned = false;
        for (const listener of listeners) listener();
      });
    };

    const subscriptions = [...all.values()].map((each) => ({
      ...each,
      ...subscribeToList({
        list: each,
        subscriber,
        store,
        onAdded,
        sendRequest,
        schedule,
        inTurns,
        log,
      }),
    }));
    for (const { start } of subscriptions) start();

    /** Lists have no effect on local domains, on the lists' own services, and on the exceptions. */
    const services = subscriptions.map(({ service }) => parseJid(service).domain);
    const isExempt = (domain: string): boolean =>
      services.includes(domain) || [...domains, ...excepted].some((one) => isWithin(domain, one));

    const isListed = (domain: string, counts: (list: string, isForStrangers: boolean) => boolean): boolean => {
      if (all.size === 0 || isExempt(domain)) return false;
      return domainAndParents(domain).some((name) =>
        store.of(keyOf(name)).some(({ list: on, isForStrangers }) => counts(on, isForStrangers)),
      );
    };

    use(strangers).suspect((domain) => isListed(domain, () => true));
    return {
      stanzas: {
        serverMessage: ({ from, type, xml: message }) => {
          const event = type === "error" ? undefined : message.getChild("event", NS_PUBSUB_EVENT);
          const theirs = subscriptions.filter(({ service }) => service === from.bare);
          if (!event) return false;
          for (const { handleEvent } of theirs) handleEvent(event);
          return theirs.length > 0;
        },
      },
      api: {
        /** Whether nothing is exchanged with a (prepared) domain. */
        isBlocked: (domain: string): boolean =>
          isListed(domain, (on, isForStrangers) => blocking.has(on) && !isForStrangers),
        /** The lists that are followed; `domains` counts those that are on it, whose names are not kept. */
        lists: (): readonly FollowedList[] =>
          [...all.keys()].map((name) => ({ name, domains: store.length(name), isBlocking: blocking.has(name) })),
        /** Called when domains may have been added to a list. */
        onAdded: (listener: () => void): void => void listeners.push(listener),
      },
    };
  },
});

const isWithin = (domain: string, other: string): boolean => domain === other || domain.endsWith(`.${other}`);

/** The domain and its parents, by which it is listed as well; without top-level domains. */
function domainAndParents(domain: string): readonly string[] {
  const labels = domain.split(".");
  if (isIP(domain.replace(/^\[|\]$/g, "")) !== 0) return [domain];
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}

function listOf(text: string): AbuseList | undefined {
  const [service = "", ...rest] = text.split("/");
  const node = rest.join("/");
  if (node === "") return undefined;
  try {
    const { bare } = parseJid(service.trim());
    return { name: `${bare}/${node}`, service: bare, node };
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
