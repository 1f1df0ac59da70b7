/** XEP-0198 §3 and §5, as the initiating entity: what the other server agrees to, if it offers it at all. */
import type { Element } from "ltx";
import { NS_SM } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { isResumptionWanted, parseH, resumeRequest } from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import type { StoredOutgoingStream } from "./queue-store.ts";

export interface Management {
  /** Under which the stream can be resumed; undefined where it cannot. */
  readonly id: string | undefined;
  /** How many stanzas of the former stream the peer has handled, where this one goes on from it. */
  readonly resumedAt: number | undefined;
}

export interface Managed {
  /** Undefined where the peer has no part in it. */
  readonly management: Management | undefined;
  /** What a peer that does not resume tells of the former stream all the same. */
  readonly handledBefore: number | undefined;
}

/**
 * `aside` takes what the peer sends before it answers: it is not counted yet. May throw StreamError. Rejects with
 * NegotiationError.
 */
export async function managed(
  stream: OutgoingStream,
  features: Element,
  former: StoredOutgoingStream | undefined,
  aside: (element: Element) => void,
): Promise<Managed> {
  let handledBefore: number | undefined;

  const answer = async (request: Element): Promise<Element> => {
    stream.send(request);
    for (;;) {
      const element = await stream.next();
      if (element.getNS() === NS_SM) return element;
      try {
        aside(element);
      } catch (error) {
        if (error instanceof StreamError) throw stream.refuse(error.condition, error.message);
        throw error;
      }
    }
  };

  if (!features.getChild("sm", NS_SM)) return { management: undefined, handledBefore };
  if (former) {
    const { id, received } = former;
    const resumed = await answer(resumeRequest(id, received));
    const h = parseH(resumed.attrs.h);
    if (resumed.getName() === "resumed" && h !== undefined) return { management: { id, resumedAt: h }, handledBefore };
    if (resumed.getName() === "failed") handledBefore = h;
  }
  const enabled = await answer(xml("enable", { xmlns: NS_SM, resume: "true" }));
  if (enabled.getName() !== "enabled") return { management: undefined, handledBefore };
  const { id } = enabled.attrs;
  const isResumable = typeof id === "string" && id !== "" && id.length <= 4000 && isResumptionWanted(enabled);
  return { management: { id: isResumable ? id : undefined, resumedAt: undefined }, handledBefore };
}
