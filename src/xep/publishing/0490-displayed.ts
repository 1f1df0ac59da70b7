/** XEP-0490: Message Displayed Synchronization: §4.5, the server publishes a client's <displayed/> for it. */
import type { Element } from "ltx";
import { defineModule, type Passage } from "../../server/module.ts";
import { tryAtomically } from "../../server/try-atomically.ts";
import { firstChild, type Stanza, withChildren, withXml } from "../../stanza.ts";
import { pep } from "./0163-pep.ts";

const NS = "urn:xmpp:mds:displayed:0";

const isDisplayed = (child: Element | string): boolean =>
  typeof child !== "string" && child.name === "displayed" && child.attrs.xmlns === NS;

export const displayed = defineModule({
  name: "displayed",
  xep: "0490",
  version: "1.0.1",
  features: ["urn:xmpp:mds:server-assist:0"],
  setup: ({ db, log, use }) => {
    const { setPreset, publish } = use(pep);
    // §6.2: also of nodes that are created by the server.
    setPreset(NS, {
      access_model: "whitelist",
      persist_items: true,
      max_items: "max",
      send_last_published_item: "never",
    });

    /** The message is sent even if the item cannot be stored. */
    const publishDisplayed = (account: string, chat: string, payload: Element): void =>
      void tryAtomically({ db, log }, "displayed-not-kept", account, () => publish(account, NS, { id: chat, payload }));

    /** §6.2: before the message is stored in the archive or reflected. */
    const amend = ({ stanza, account }: Passage): Stanza => {
      const payload = stanza.name === "message" ? firstChild(stanza.xml, "displayed", NS) : undefined;
      if (!payload) return stanza;
      if (stanza.to && stanza.type !== "error") publishDisplayed(account, stanza.to.full, payload);
      const others = (stanza.xml.children as (Element | string)[]).filter((child) => !isDisplayed(child));
      return withXml(stanza, withChildren(stanza.xml, others as Element["children"]));
    };

    return {
      stanzas: {
        outbound: { amend },
      },
    };
  },
});
