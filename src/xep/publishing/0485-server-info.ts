/** XEP-0485: PubSub Server Information: which other servers this one is connected to, for everybody to see; if it is wanted. */
import type { Element } from "ltx";
import { flag } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { tryAtomically } from "../../server/try-atomically.ts";
import { xml } from "../../stanza.ts";
import { NS_DISCO_INFO } from "../0030-disco.ts";
import { contact } from "../0157-contact.ts";
import { pubsub } from "./0060-pubsub/pubsub.ts";
import { OptIns } from "./0485-opt-ins.ts";

const NS = "urn:xmpp:serverinfo:0";
const NODE = "serverinfo";
const HOUR = 3_600_000;

/** Another domain that a domain of ours is connected to, and how: one entry for each stream. */
export interface Peer {
  readonly local: string;
  readonly domain: string;
  readonly connections: readonly ("incoming" | "outgoing" | "bidi")[];
}

export const serverInformation = defineModule({
  name: "server_info",
  xep: "0485",
  version: "1.0.0",
  options: {
    publish: flag(
      false,
      "Whether everybody may see which other servers this one is connected to; named are those that publish theirs, too.",
    ),
  },
  setup: ({ config, db, log, domains, now, schedule, sendRequest, use }) => {
    const { publish, remove, stores } = use(pubsub);
    let peers: () => readonly Peer[] = () => [];
    const optIns = new OptIns(now);

    const serviceOf = (domain: string): string => `pubsub.${domain}`;

    /** Those without a name last, so that their place does not tell it. */
    const sorted = (some: readonly Peer[]): Peer[] => {
      const nameOf = ({ domain }: Peer): string => (optIns.hasOptedIn(domain) ? domain : "~");
      return [...some].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    };

    const remoteDomain = ({ domain, connections }: Peer): Element => {
      // §6: it is named only where it has opted in.
      const name = optIns.hasOptedIn(domain) ? domain : undefined;
      return xml("remote-domain", { name }, ...connections.map((type) => xml("connection", { type })));
    };

    const payload = (local: string, theirs: readonly Peer[]): Element => {
      const federation = xml("federation", {}, ...theirs.map(remoteDomain));
      return xml("serverinfo", { xmlns: NS }, xml("domain", { name: local }, federation));
    };

    /** The last that was published, by domain: the same again would be no news. */
    const told = new Map<string, string>();

    const publishOf = (local: string): void => {
      const element = payload(local, sorted(peers().filter((peer) => peer.local === local)));
      if (told.get(local) === element.toString()) return;
      const service = serviceOf(local);
      const node = stores.nodes.get(service, NODE);
      if (node && node.creator !== service)
        return log.warn({ event: "server-info-node-taken", service, node: NODE, by: node.creator });
      const open = { access_model: "open", max_items: "1", publish_model: "publishers" } as const;
      const item = { id: "current", payload: element };
      const isDone = tryAtomically({ db, log }, "server-info-not-published", local, () =>
        publish(service, NODE, item, open),
      );
      if (isDone) told.set(local, element.toString());
    };

    const askWhetherWanted = ({ local, domain }: Peer): void => {
      if (!optIns.isToBeAsked(domain)) return;
      sendRequest(
        xml("iq", { type: "get", from: local, to: domain }, xml("query", { xmlns: NS_DISCO_INFO })),
        ({ type, xml: answer }) => {
          const features = answer.getChild("query", NS_DISCO_INFO)?.getChildren("feature") ?? [];
          optIns.note(domain, type === "result" && features.some(({ attrs }) => attrs.var === NS));
          if (optIns.hasOptedIn(domain)) publishOf(local);
        },
      );
    };

    const publishAll = (): void => {
      for (const local of domains) publishOf(local);
      for (const peer of peers()) askWhetherWanted(peer);
    };

    const publishFromNowOn = (): void => {
      publishAll();
      schedule(HOUR, publishFromNowOn);
    };

    if (config.publish) {
      schedule(0, publishFromNowOn);
      const [only, ...others] = domains;
      // §2: a server of several domains says the same of all of them; the node is found by its name then.
      if (only !== undefined && others.length === 0)
        use(contact).addField("serverinfo-pubsub-node", `xmpp:${serviceOf(only)}?;node=${NODE}`);
    } else {
      // What was published before it was switched off.
      schedule(0, () => {
        for (const service of [...domains].map(serviceOf)) {
          const node = stores.nodes.get(service, NODE);
          if (node?.creator === service) remove(node);
        }
      });
    }
    return {
      disco: {
        features: config.publish ? [NS] : [],
      },
      api: {
        /** Who the peers are, asked whenever they are published. */
        follow: (source: () => readonly Peer[]): void => {
          peers = source;
        },
        publishAll,
      },
    };
  },
});
