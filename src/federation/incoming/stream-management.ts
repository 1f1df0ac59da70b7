/** XEP-0198, as the receiving entity: an <a/> promises that what it counts is on the disk. */
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
import type { DomainPairs } from "../domain-pair.ts";
import type { BidiSender } from "./bidi-sender.ts";
import type { ConnectedStream, ResumableStreams } from "./resumable-streams.ts";
import type { IncomingStreamStore } from "./stream-store.ts";

/** The stream that is managed. */
export interface ManagedStream extends ConnectedStream {
  /** What it has been verified for. */
  readonly pairs: DomainPairs;
  /** Undefined until the peer has enabled it. */
  readonly management: StreamManagementState | undefined;
  /** XEP-0288; undefined where stanzas go one way only. */
  readonly bidi: BidiSender | undefined;
  send(element: Element): void;
  /** From now on these counters are used; with `bidi` that of a stream that is resumed, for what is sent. */
  enableManagement(management: StreamManagementState, bidi?: BidiSender): void;
  /** <resumed/> has been sent. */
  resumed(): void;
}

export interface ManagementDeps {
  readonly store: IncomingStreamStore;
  readonly resumableStreams: ResumableStreams;
  /** Seconds. */
  readonly resumptionTime: number;
  readonly afterSync: (callback: () => void) => void;
  /** A new unguessable id. */
  readonly id: () => string;
}

/** Takes an element of XEP-0198. Throws StreamError. */
export function handleManagement(element: Element, stream: ManagedStream, deps: ManagementDeps): void {
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

/** §3: <enabled/>, or <failed/>. What is received from now on is counted. */
function enable(element: Element, stream: ManagedStream, deps: ManagementDeps): Element {
  const [pair] = stream.pairs.all;
  if (!pair || stream.management) return failed("unexpected-request");
  const id = isResumptionWanted(element) ? deps.id() : undefined;
  stream.enableManagement(new StreamManagementState(id));
  if (id === undefined) return xml("enabled", { xmlns: NS_SM });
  deps.resumableStreams.connected(id, stream);
  deps.store.add(id, pair, stream.bidi !== undefined);
  return xml("enabled", { xmlns: NS_SM, id, resume: "true", max: deps.resumptionTime });
}

/** §5: returns <failed/> where nothing is resumed. Throws StreamError. */
function resume({ attrs }: Element, stream: ManagedStream, deps: ManagementDeps): Element | undefined {
  const { store, resumableStreams, afterSync } = deps;
  const h = parseH(attrs.h);
  const id = attrs.previd;
  if (h === undefined || !id) return failed("bad-request");
  if (stream.management || stream.pairs.size === 0) return failed("unexpected-request");
  const stored = store.find(id);
  if (!stored || !stream.pairs.has(stored.pair)) return failed("item-not-found");
  const { isBidirectional, received } = stored;
  resumableStreams.interrupt(id);
  // What was sent over it is in memory alone, and is resumed only where the new stream is verified for all of it.
  const suspended = isBidirectional && stream.bidi ? resumableStreams.take(id) : undefined;
  const bidi = suspended?.isCoveredBy(stream.pairs) ? suspended : undefined;
  if (suspended && !bidi) suspended.release();
  if (isBidirectional && !bidi) {
    stream.bidi?.resumeRequested({ previd: id, h });
    return failed("item-not-found", received);
  }
  const management = bidi?.management ?? new StreamManagementState(id, { received, acknowledged: 0 });
  store.resumed(id);
  stream.enableManagement(management, bidi);
  resumableStreams.connected(id, stream);
  acknowledge(stream, h);
  const handled = management.received;
  afterSync(() => {
    stream.send(resumed(id, handled));
    stream.resumed();
  });
  return undefined;
}

/** Throws StreamError where the peer acknowledges more than it was sent. */
function acknowledge({ bidi, management }: ManagedStream, h: number): void {
  if (!management || (bidi ? bidi.acknowledge(h) : management.acknowledge(h))) return;
  throw handledCountTooHigh(h, management.sent);
}
