/** Checks that the archive was on during a measurement. */
import { Element } from "ltx";
import type { Inbox } from "../support/client/inbox.ts";
import type { Talker } from "./chat-load.ts";

const MAM = "urn:xmpp:mam:2";

export interface Asker extends Talker {
  readonly inbox: Inbox;
  iq(type: "get" | "set", payload: Element): Promise<Element>;
}

/** Throws unless the last page of the client's archive (XEP-0313) holds the message with this id. */
export async function assertArchived(client: Asker, id: string): Promise<void> {
  client.onElement = undefined;
  const query = new Element("query", { xmlns: MAM });
  const page = query.c("set", { xmlns: "http://jabber.org/protocol/rsm" });
  page.c("max").t("50");
  page.c("before");
  await client.iq("set", query);
  const found = client.inbox.all.some(
    (element) =>
      element.getChild("result", MAM)?.getChild("forwarded", "urn:xmpp:forward:0")?.getChild("message")?.attrs.id ===
      id,
  );
  if (!found) throw new Error(`${client.jid}: message ${id} is not in the archive`);
}
