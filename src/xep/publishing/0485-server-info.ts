/** XEP-0485: PubSub Server Information: publishes which other servers this one is connected to, if the option says so. */
import type { Element } from "ltx";
import { HOUR } from "../../clock.ts";
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

/** Another domain that a local domain is connected to, with the types of its streams. */
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

    /** Unnamed domains last, so that the order does not reveal them. */
    const sorted = (some: readonly Peer[]): Peer[] => {
      const nameOf = ({ domain }: Peer): string => (optIns.hasOptedIn(domain) ? domain : "~");
      return [...some].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
    };

    const remoteDomain = ({ domain, connections }: Peer): Element => {
      // §6: a domain is named only if it has opted in.
      const name = optIns.hasOptedIn(domain) ? domain : undefined;
      return xml("remote-domain", { name }, ...connections.map((type) => xml("connection", { type })));
    };

    const payload = (local: string, theirs: readonly Peer[]): Element => {
      const federation = xml("federation", {}, ...theirs.map(remoteDomain));
      return xml("serverinfo", { xmlns: NS }, xml("domain", { name: local }, federation));
    };

    /** The last published payload, by local domain. */
    const lastPublished = new Map<string, string>();

    const publishOf = (local: string): void => {
      const element = payload(local, sorted(peers().filter((peer) => peer.local === local)));
      if (lastPublished.get(local) === element.toString()) return;
      const service = serviceOf(local);
      const node = stores.nodes.get(service, NODE);
      if (node && node.creator !== service)
        return log.warn({ event: "server-info-node-taken", service, node: NODE, by: node.creator });
      const open = { access_model: "open", max_items: "1", publish_model: "publishers" } as const;
      const item = { id: "current", payload: element };
      const isDone = tryAtomically({ db, log }, "server-info-not-published", local, () =>
        publish(service, NODE, item, open),
      );
      if (isDone) lastPublished.set(local, element.toString());
    };

    const queryOptIn = ({ local, domain }: Peer): void => {
      if (!optIns.shouldQuery(domain)) return;
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
      for (const peer of peers()) queryOptIn(peer);
    };

    const publishHourly = (): void => {
      publishAll();
      schedule(HOUR, publishHourly);
    };

    if (config.publish) {
      schedule(0, publishHourly);
      const [only, ...others] = domains;
      // §2: the form is the same for all domains, so it names a node only where there is one domain.
      if (only !== undefined && others.length === 0)
        use(contact).addField("serverinfo-pubsub-node", `xmpp:${serviceOf(only)}?;node=${NODE}`);
    } else {
      // Deletes what was published before the option was disabled.
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
        /** `source` is called whenever peers are published. */
        follow: (source: () => readonly Peer[]): void => {
          peers = source;
        },
        publishAll,
      },
    };
  },
});
