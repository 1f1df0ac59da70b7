/** XEP-0198 on the streams of other servers: an <a/> promises that what it counts is on the disk. */
import type { Element } from "ltx";
import { NS_SM } from "../../namespaces.ts";
import { StreamManagementState } from "../../session/stream-management-state.ts";
import { xml } from "../../stanza.ts";
import {
  acknowledgement,
  failed,
  handledCountTooHigh,
  isResumptionWanted,
  parseH,
  readAcknowledgement,
  resumed,
} from "../../stream/stream-management.ts";
import { StreamError } from "../../stream-error.ts";
import type { ResumableStreams } from "./resumable-streams.ts";
import type { IncomingStream } from "./stream.ts";
import type { IncomingStreamStore } from "./stream-store.ts";

export interface ManagementDeps {
  readonly store: IncomingStreamStore;
  /** Those whose connection is alive, or that still have something for their peers. */
  readonly resumableStreams: ResumableStreams;
  /** Seconds. */
  readonly resumptionTime: number;
  readonly afterSync: (callback: () => void) => void;
  readonly id: () => string;
}

/** Takes an element of XEP-0198. Throws StreamError. */
export function handleManagement(element: Element, stream: IncomingStream, deps: ManagementDeps): void {
  switch (element.getName()) {
    case "enable":
      return stream.send(enable(element, stream, deps));
    case "resume": {
      const failure = resume(element, stream, deps);
      // §5: its `h` is a promise, too.
      if (failure) deps.afterSync(() => stream.send(failure));
      return;
    }
    case "r": {
      const h = stream.management?.received;
      if (h !== undefined) deps.afterSync(() => stream.send(acknowledgement(h)));
      return;
    }
    case "a":
      return acknowledge(stream, readAcknowledgement(element));
    default:
      throw new StreamError("unsupported-stanza-type");
  }
}

/** §3: what is received from now on is counted. */
function enable(
  element: Element,
  stream: IncomingStream,
  { store: kept, resumptionTime, id }: ManagementDeps,
): Element {
  const [pair] = stream.pairs.all;
  if (!pair || stream.management) return failed("unexpected-request");
  const resumptionId = isResumptionWanted(element) ? id() : undefined;
  stream.enableManagement(new StreamManagementState(resumptionId));
  if (resumptionId === undefined) return xml("enabled", { xmlns: NS_SM });
  kept.add(resumptionId, pair, stream.bidi !== undefined);
  return xml("enabled", { xmlns: NS_SM, id: resumptionId, resume: "true", max: resumptionTime });
}

/** §5: <failed/> where nothing is resumed, otherwise it has been. Throws StreamError. */
function resume({ attrs }: Element, stream: IncomingStream, deps: ManagementDeps): Element | undefined {
  const { store: kept, resumableStreams: suspension, afterSync } = deps;
  const h = parseH(attrs.h);
  const id = attrs.previd;
  if (h === undefined || !id) return failed("bad-request");
  if (stream.management || stream.pairs.size === 0) return failed("unexpected-request");
  const former = kept.find(id);
  if (!former || !stream.pairs.has(former.pair)) return failed("item-not-found");
  suspension.interrupt(id);
  // What we sent over it is known to this process alone, and goes on only where all of it may.
  const held = former.isBidirectional && stream.bidi ? suspension.take(id) : undefined;
  const way = held?.fits(stream.pairs) ? held : undefined;
  if (held && !way) held.release();
  if (former.isBidirectional && !way) {
    stream.bidi?.resumeRequested({ previd: id, h: h });
    return failed("item-not-found", former.received);
  }
  const management = way?.management ?? new StreamManagementState(id, { received: former.received, acknowledged: 0 });
  kept.resumed(id);
  stream.enableManagement(management, way);
  acknowledge(stream, h);
  const told = management.received;
  afterSync(() => {
    stream.send(resumed(id, told));
    stream.resumed();
  });
  return undefined;
}

/** §4: a peer that acknowledges what it was never sent is out of step. */
function acknowledge({ bidi: way, management }: IncomingStream, h: number): void {
  if (!management || (way ? way.acknowledge(h) : management.acknowledge(h))) return;
  throw handledCountTooHigh(h, management.sent);
}
