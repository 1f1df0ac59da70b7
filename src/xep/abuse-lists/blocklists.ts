/** XEP-0060: real-time block lists (RTBL): nodes where others publish which domains are abused, followed as they change. */
import { isIP } from "node:net";
import { strangers } from "../../im/strangers.ts";
import { parseDomain } from "../../jid/domain.ts";
import { parseJid } from "../../jid/jid.ts";
import { integer, list } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { StanzaError } from "../../stanza-error.ts";
import { NS_PUBSUB_EVENT } from "../publishing/0060-pubsub/protocol.ts";
import { keyOf } from "./list-item.ts";
import { openListStore, tables } from "./list-store.ts";
import { type AbuseList, subscribeToList } from "./list-subscription.ts";

/** Milliseconds. */
const BREATH = 500;

export const blocklists = defineModule({
  name: "blocklists",
  tables,
  options: {
    keep_out: list(
      [],
      "Published lists of domains with which nothing is exchanged, each SERVICE/NODE; where a list itself recommends less, that is done.",
    ),
    strangers: list(
      [],
      'Published lists of domains whose people may write only to those who know them, such as "xmppbl.org/spam_source_domains".',
    ),
    except: list([], "Domains about which no list is heeded."),
    max_domains: integer(20_000, "How many domains of one list are kept; what is beyond is left out.", {
      min: 100,
      max: 1_000_000,
    }),
  },
  setup: ({ config, db, log, domains, sendRequest, schedule, inTurns, use }) => {
    const [subscriber = ""] = domains;
    const listings = openListStore(db, config.max_domains);
    const readList = (text: string): AbuseList[] => {
      const read = listOf(text);
      if (!read) log.warn({ event: "blocklist-ignored", list: text, remedy: "write SERVICE/NODE" });
      return read ? [read] : [];
    };
    const keepOut = new Map(config.keep_out.flatMap(readList).map((each) => [each.name, each]));
    const all = new Map([...config.strangers.flatMap(readList).map((each) => [each.name, each] as const), ...keepOut]);
    const excepted = config.except.flatMap((text) => domainIn(text) ?? []);
    listings.keepOnly(new Set(all.keys()));

    const growing: (() => void)[] = [];
    let isTold = false;
    /** Once for all that comes in a while, however talkative a list is. */
    const grown = (): void => {
      if (isTold) return;
      isTold = true;
      schedule(BREATH, () => {
        isTold = false;
        for (const told of growing) told();
      });
    };

    const followings = [...all.values()].map((each) => ({
      ...each,
      ...subscribeToList({ list: each, subscriber, listings, grown, sendRequest, schedule, inTurns, log }),
    }));
    for (const { start } of followings) start();

    /** What no list can say anything about: ourselves, the lists' own services, and the exceptions. */
    const services = followings.map(({ service }) => parseJid(service).domain);
    const isBeyond = (domain: string): boolean =>
      services.includes(domain) || [...domains, ...excepted].some((one) => isWithin(domain, one));

    const isListed = (domain: string, counts: (list: string, isForStrangers: boolean) => boolean): boolean => {
      if (all.size === 0 || isBeyond(domain)) return false;
      return namesOf(domain).some((name) =>
        listings.of(keyOf(name)).some(({ list: on, isForStrangers }) => counts(on, isForStrangers)),
      );
    };

    use(strangers).suspect((domain) => isListed(domain, () => true));
    return {
      stanzas: {
        serverMessage: ({ from, type, xml: message }) => {
          const event = type === "error" ? undefined : message.getChild("event", NS_PUBSUB_EVENT);
          const theirs = followings.filter(({ service }) => service === from.bare);
          if (!event) return false;
          for (const { hear } of theirs) hear(event);
          return theirs.length > 0;
        },
      },
      api: {
        /** Whether nothing is to be exchanged with a domain (prepared). */
        isKeptOut: (domain: string): boolean =>
          isListed(domain, (on, isForStrangers) => keepOut.has(on) && !isForStrangers),
        /** Calls back whenever there may be domains on a list that were not on it before. */
        onGrowth: (told: () => void): void => void growing.push(told),
      },
    };
  },
});

const isWithin = (domain: string, other: string): boolean => domain === other || domain.endsWith(`.${other}`);

/** The domain and those above it, which it stands and falls with; none of a single label: no list condemns a country. */
function namesOf(domain: string): readonly string[] {
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

function domainIn(text: string): string | undefined {
  try {
    return parseDomain(text);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
