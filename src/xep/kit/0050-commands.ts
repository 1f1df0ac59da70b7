/** XEP-0050: Ad-Hoc Commands of the domain. */
import type { Element } from "ltx";
import type { Jid } from "../../jid/jid.ts";
import { defineModule } from "../../server/module.ts";
import { type Stanza, xml } from "../../stanza.ts";
import { disco, infoChildren } from "../0030-disco.ts";
import { type Command, CommandSet, NS_COMMANDS } from "./0050-command-set.ts";

export const commands = defineModule({
  name: "commands",
  xep: "0050",
  version: "1.3.0",
  setup: ({ id, now, use }) => {
    const { describeNode, listNode } = use(disco);
    const known = new CommandSet<Jid>({ id, now, endpoints: (jid) => ({ jid, at: "" }) });

    const itemsFor = ({ from, to }: Stanza): Element[] =>
      known.offered(from).map(({ node, name }) => xml("item", { jid: to?.full, node, name }));
    listNode(NS_COMMANDS, itemsFor);
    describeNode(NS_COMMANDS, () => infoChildren([{ category: "automation", type: "command-list" }], []));

    const command = (request: Element, { from }: Stanza): Element | Promise<Element> => known.answer(request, from);

    return {
      iq: { server: { [NS_COMMANDS]: { set: { command } } } },
      api: {
        add: (added: Command): void => {
          known.add(added);
          describeNode(added.node, ({ from }) => known.info(added.node, from));
        },
      },
    };
  },
});
