/** XEP-0198 §3 and §5, as the initiating entity: enabling and resuming, and what another stream needs to resume a broken one. */
import type { Element } from "ltx";
import { NS_SM } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import {
  handledCountTooHigh,
  isResumptionWanted,
  parseH,
  resumeRequest,
  SentCounter,
} from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import type { StoredOutgoingStream } from "./queue-store.ts";
import type { OutgoingStanza } from "./route-queue.ts";

/** A broken stream that another one can resume. */
export interface ResumableState extends StoredOutgoingStream {
  readonly sentCounter: SentCounter;
  /** Set where the peer acknowledges more than it was sent: it is not resumed. */
  isInvalid?: true;
}

/** The state of a stream of before a restart; `first` is the first stanza that was sent over it and is stored. */
export const revivedState = (stream: StoredOutgoingStream, [first]: readonly OutgoingStanza[]): ResumableState => ({
  ...stream,
  sentCounter: counterAround(first?.number ?? 1),
});

/** The number of the last stanza that has arrived, by the peer's `h`; `first` is the first one that is stored. */
export const numberHandled = ({ number }: OutgoingStanza, h: number): number | undefined =>
  counterAround(number).acknowledge(h);

/** Numbers of stanzas that are not stored are unknown after a restart: `h` may be below the first or above the last known. */
const counterAround = (first: number): SentCounter =>
  new SentCounter({ sent: Number.POSITIVE_INFINITY, acknowledged: first - 1 - 2 ** 31 });

/** XEP-0198 on an outgoing stream. */
export interface Management {
  /** The id for resumption; undefined where the peer does not allow it. */
  readonly id: string | undefined;
}

export interface ManagementResult {
  /** Undefined where the peer does not support it. */
  readonly management: Management | undefined;
  /** Whether the broken stream is resumed: what has not arrived is sent again, and nothing else. */
  readonly isResumed: boolean;
  /** The number of the last stanza of the broken stream that has arrived; undefined where that is not known. */
  readonly handled: number | undefined;
}

/**
 * Resumes a broken stream where there is one and the peer allows it, otherwise enables management where the peer supports it.
 * `onStanza` takes what the peer sends before it answers, which is not counted; it may throw StreamError. Rejects with
 * NegotiationError.
 */
export async function negotiateManagement(
  stream: OutgoingStream,
  features: Element,
  resumable: ResumableState | undefined,
  onStanza: (element: Element) => void,
): Promise<ManagementResult> {
  const ask = async (request: Element): Promise<Element> => {
    stream.send(request);
    for (;;) {
      const element = await stream.next();
      if (element.getNS() === NS_SM) return element;
      try {
        onStanza(element);
      } catch (error) {
        if (error instanceof StreamError) throw stream.refuse(error.condition, error.message);
        throw error;
      }
    }
  };

  if (!features.getChild("sm", NS_SM)) return { management: undefined, isResumed: false, handled: undefined };
  let failedAt: number | undefined;
  if (resumable) {
    const answer = await ask(resumeRequest(resumable.id, resumable.received));
    const h = parseH(answer.attrs.h);
    if (answer.getName() === "resumed" && h !== undefined)
      return { management: { id: resumable.id }, isResumed: true, handled: resumeAt(h, stream, resumable) };
    // §5: "the <failed/> element MAY contain an 'h' attribute".
    if (answer.getName() === "failed") failedAt = h;
  }
  const enabled = await ask(xml("enable", { xmlns: NS_SM, resume: "true" }));
  const handled = failedAt === undefined ? undefined : resumable?.sentCounter.acknowledge(failedAt);
  if (enabled.getName() !== "enabled") return { management: undefined, isResumed: false, handled };
  const { id } = enabled.attrs;
  const isResumable = typeof id === "string" && id !== "" && id.length <= 4000 && isResumptionWanted(enabled);
  return { management: { id: isResumable ? id : undefined }, isResumed: false, handled };
}

/** Throws NegotiationError where the peer claims to have handled more than it was sent. */
function resumeAt(h: number, stream: OutgoingStream, resumable: ResumableState): number {
  const handled = resumable.sentCounter.resumeAt(h);
  if (handled !== undefined) return handled;
  resumable.isInvalid = true;
  stream.fail(handledCountTooHigh(h, resumable.sentCounter.sent));
  throw new NegotiationError("protocol", "it claims more than it was sent");
}
