/** XEP-0424: Message Retraction: in the archives of both, a tombstone takes the place of what its author has taken back. */
import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import { NS_FASTENING, NS_MUC_USER, NS_RETRACT, NS_RETRACT_0 } from "../../namespaces.ts";
import { defineModule } from "../../server/module.ts";
import { copyOf, type Stanza, xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { archive } from "./0313-mam/archive.ts";
import type { Row } from "./0313-mam/messages.ts";
import { stanzaIds } from "./0359-stanza-ids.ts";
import { begin, portions } from "./0424-in-portions.ts";
export const retraction = defineModule({
  name: "retraction",
  xep: "0424",
  version: "0.4.2",
  features: [NS_RETRACT, `${NS_RETRACT}#tombstone`],
  setup: ({ now, inTurns, log, use }) => {
    const { idOfSent, catchUp, named, corrections, replace } = use(archive);
    const { stampOn } = use(stanzaIds);

    /** The first `most` of them that are the author's. Returns whether there were any. */
    const replaceOwn = function* (
      rows: Iterable<Row>,
      most: number,
      retraction: Stanza,
      retracted: Element,
    ): Generator<void, boolean> {
      const isPortion = portions();
      let replaced = 0;
      for (const row of rows) {
        const message = parseElement(row.xml);
        if (isOwn(message, retraction)) {
          replace(row, tombstone(message, copyOf(retracted)));
          replaced += 1;
        }
        if (replaced === most) break;
        if (isPortion(row.xml.length)) yield;
      }
      return replaced > 0;
    };

    const bury = function* (account: string, peer: string, retraction: Stanza): Generator<void, void> {
      const name = retractedIn(retraction.xml);
      // §4: a tombstone tells the id of the retraction.
      if (name === undefined || !retraction.id) return;
      const stamp = new Date(now()).toISOString();
      const retracted = xml("retracted", { xmlns: NS_RETRACT, id: retraction.id, stamp });
      yield* catchUp();
      // The newest of those that bear the same id; and what has corrected it (XEP-0308).
      const isThere = yield* replaceOwn(named(account, peer, name), 1, retraction, retracted);
      if (isThere) yield* replaceOwn(corrections(account, peer, name), Number.POSITIVE_INFINITY, retraction, retracted);
    };

    return {
      stanzas: {
        outbound: {
          record: ({ stanza, account, peer }) => {
            if (idOfSent(stanza.xml) !== undefined) begin({ inTurns, log }, account, bury(account, peer.bare, stanza));
          },
        },
        inbound: {
          record: ({ stanza, account, peer }) => {
            if (stampOn(stanza, account) !== undefined)
              begin({ inTurns, log }, account, bury(account, peer.bare, stanza));
          },
        },
      },
    };
  },
});

/** The id of the message that is taken back. */
export function retractedIn(message: Element): string | undefined {
  const former = message.getChild("apply-to", NS_FASTENING);
  const name = former?.getChild("retract", NS_RETRACT_0)
    ? former.attrs.id
    : message.getChild("retract", NS_RETRACT)?.attrs.id;
  return name || undefined;
}

/** §5: the same person said it, and it is a message that can be taken back: neither a retraction nor one that is gone. */
function isOwn(message: Element, { from }: Stanza): boolean {
  if (retractedIn(message) !== undefined || message.getChild("retracted", NS_RETRACT)) return false;
  const author = parseJid(message.attrs.from);
  // Behind a room's address are many people.
  return message.getChild("x", NS_MUC_USER) ? author.full === from.full : author.bare === from.bare;
}

function tombstone({ attrs }: Element, retracted: Element): Element {
  const { from, to, type, id } = attrs;
  return xml("message", { from, to, type, id }, retracted);
}
