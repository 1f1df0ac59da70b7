/** XEP-0424: Message Retraction: a tombstone replaces a retracted message in the archives of both accounts. */
import type { Element } from "ltx";
import { parseJid } from "../../jid/jid.ts";
import { NS_FASTENING, NS_MUC_USER, NS_RETRACT, NS_RETRACT_0 } from "../../namespaces.ts";
import { nowOrInTurns } from "../../server/in-turns.ts";
import { defineModule, type Server } from "../../server/module.ts";
import { copyOf, firstChild, type Stanza, xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { archive } from "./0313-mam/archive.ts";
import type { Row } from "./0313-mam/message-store.ts";
import { stanzaIds } from "./0359-stanza-ids.ts";

/** Characters of messages that are read in one step: a message may have been corrected a thousand times. */
const MAX_STEP_LENGTH = 50_000;

export const retraction = defineModule({
  name: "retraction",
  xep: "0424",
  version: "0.4.2",
  features: [NS_RETRACT, `${NS_RETRACT}#tombstone`],
  setup: ({ now, inTurns, log, use }) => {
    const { idOfSent, catchUp, withSenderId, corrections, replace } = use(archive);
    const { idOn } = use(stanzaIds);

    /** Replaces the first `max` of these messages that are the author's. Returns whether there were any. */
    const replaceOwn = function* (
      rows: Iterable<Row>,
      max: number,
      retraction: Stanza,
      retracted: Element,
    ): Generator<void, boolean> {
      const isStepDone = stepLimit();
      let replaced = 0;
      for (const row of rows) {
        const message = parseElement(row.xml);
        if (isOwn(message, retraction)) {
          replace(row, tombstone(message, copyOf(retracted)));
          replaced += 1;
        }
        if (replaced === max) break;
        if (isStepDone(row.xml.length)) yield;
      }
      return replaced > 0;
    };

    const retract = function* (account: string, peer: string, retraction: Stanza): Generator<void, void> {
      const retractedId = retractedIn(retraction.xml);
      // §4: a tombstone has the id of the retraction.
      if (retractedId === undefined || !retraction.id) return;
      const stamp = new Date(now()).toISOString();
      const retracted = xml("retracted", { xmlns: NS_RETRACT, id: retraction.id, stamp });
      yield* catchUp();
      // The newest of the messages with this id, and its corrections (XEP-0308).
      const isRetracted = yield* replaceOwn(withSenderId(account, peer, retractedId), 1, retraction, retracted);
      if (isRetracted)
        yield* replaceOwn(corrections(account, peer, retractedId), Number.POSITIVE_INFINITY, retraction, retracted);
    };

    return {
      stanzas: {
        outbound: {
          record: ({ stanza, account, peer }) => {
            if (retractedIn(stanza.xml) !== undefined && idOfSent(stanza.xml) !== undefined)
              retractInTurns({ inTurns, log }, account, retract(account, peer.bare, stanza));
          },
        },
        inbound: {
          record: ({ stanza, account, peer }) => {
            if (retractedIn(stanza.xml) !== undefined && idOn(stanza, account) !== undefined)
              retractInTurns({ inTurns, log }, account, retract(account, peer.bare, stanza));
          },
        },
      },
    };
  },
});

/** The id of the retracted message; undefined for a message that is no retraction. */
export function retractedIn(message: Element): string | undefined {
  const former = firstChild(message, "apply-to", NS_FASTENING);
  const id = former?.getChild("retract", NS_RETRACT_0)
    ? former.attrs.id
    : firstChild(message, "retract", NS_RETRACT)?.attrs.id;
  return id || undefined;
}

/** §5: whether a message is of the retraction's author, and neither a retraction nor a tombstone. */
function isOwn(message: Element, { from }: Stanza): boolean {
  if (retractedIn(message) !== undefined || message.getChild("retracted", NS_RETRACT)) return false;
  const author = parseJid(message.attrs.from);
  // The occupants of a room share its bare JID.
  return message.getChild("x", NS_MUC_USER) ? author.full === from.full : author.bare === from.bare;
}

function tombstone({ attrs }: Element, retracted: Element): Element {
  const { from, to, type, id } = attrs;
  return xml("message", { from, to, type, id }, retracted);
}

/** Called with the length of each message that was read, in characters; returns whether a step ends there. */
export function stepLimit(): (length: number) => boolean {
  let read = 0;
  return (length) => {
    read += length;
    if (read < MAX_STEP_LENGTH) return false;
    read = 0;
    return true;
  };
}

/** The first step at once, so that a short retraction is done with its stanza; the others in turns for `owner` (in-turns.ts). */
export function retractInTurns(
  { inTurns, log }: Pick<Server, "inTurns" | "log">,
  owner: string,
  work: Generator<void, void>,
): void {
  nowOrInTurns(inTurns, owner, work, 1)?.catch((error) => log.error({ event: "retraction-failed", owner, error }));
}
