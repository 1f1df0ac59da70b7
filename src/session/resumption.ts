/** XEP-0198: Stream Management of client sessions. An <a/> is sent once the stanzas that it counts are on the disk. */
import type { Element } from "ltx";
import { NS_SM } from "../namespaces.ts";
import { xml } from "../stanza.ts";
import type { NegotiatingStream, StreamFeature } from "../stream/feature.ts";
import type { OwnedStream } from "../stream/owned-stream.ts";
import {
  acknowledgement,
  failed,
  handledCountTooHigh,
  isResumptionWanted,
  parseH,
  readAcknowledgement,
  resumed,
  streamManagementFeature,
} from "../stream/stream-management.ts";
import { StreamError } from "../stream-error.ts";
import type { ClientSession } from "./client-session.ts";
import { StreamManagementState } from "./stream-management-state.ts";

/** The sessions that clients can resume. */
export interface ResumableSessions {
  /** The session with this resumption id, if it is this account's. */
  resumable(id: string, account: string): ClientSession | undefined;
  /** How many stanzas were handled in a session of this account that has ended; undefined where that is not known. */
  handledBefore(id: string, account: string): number | undefined;
  resumed(session: ClientSession): void;
  /** Resolves when all stored stanzas of the session are in memory. */
  load(session: ClientSession): Promise<void>;
  /** Makes a session resumable; returns its resumption id. */
  enable(session: ClientSession): string;
  /** Milliseconds. */
  readonly resumptionTime: number;
  afterSync(callback: () => void): void;
}

/** Streams on which it is enabled: it is not offered to them again. */
const managed = new WeakSet<OwnedStream>();

/** Offered once the client has authenticated; <resume/> takes the place of resource binding. */
export const streamManagement = (sessions: ResumableSessions): StreamFeature => ({
  ns: NS_SM,
  // §3: what comes too early is refused by <failed/>, and the stream goes on.
  needs: ["secure"],
  forbids: [],
  offer: (stream) => (stream.is("authenticated") && !managed.has(stream) ? [streamManagementFeature()] : []),
  async negotiate(stream, element) {
    // §3: it is enabled after resource binding.
    const isResumption = element.getName() === "resume" && stream.is("authenticated");
    const failure = isResumption
      ? await resume(stream, element, sessions, (answer) => void stream.send(answer))
      : failed("unexpected-request");
    if (failure) stream.send(failure);
  },
});

/**
 * §5: `answer` is given <resumed/> and sends it, before any stanza is sent again. The answer waits until the stanzas that its
 * `h` counts are on the disk. Resolves with <failed/> where nothing is resumed. Rejects with StreamError.
 */
export async function resume(
  stream: NegotiatingStream,
  { attrs }: Element,
  sessions: ResumableSessions,
  answer: (resumed: Element, session: ClientSession) => void,
): Promise<Element | undefined> {
  const h = parseH(attrs.h);
  if (h === undefined || !attrs.previd) return failed("bad-request");
  const session = sessions.resumable(attrs.previd, stream.account);
  const { management } = session ?? {};
  if (!session || !management) {
    await new Promise<void>((synced) => sessions.afterSync(synced));
    return itemNotFound(stream, attrs.previd, sessions);
  }
  if (management.sentSinceRevival) await sessions.load(session);
  acknowledge(session, management, h);
  session.release(new StreamError("conflict", "resumed from elsewhere"));
  const { promise, resolve } = Promise.withResolvers<Element | undefined>();
  sessions.afterSync(() => {
    if (session.hasEnded) return resolve(itemNotFound(stream, attrs.previd, sessions));
    if (!stream.hasEnded) attach(session, management);
    resolve(undefined);
  });
  return promise;

  function attach(session: ClientSession, management: StreamManagementState): void {
    // Another stream may have resumed it in the meantime.
    session.release(new StreamError("conflict", "resumed from elsewhere"));
    session.attach(stream);
    sessions.resumed(session);
    answer(resumed(attrs.previd, management.received), session);
    session.resend();
    // XEP-0352 §5.2: a resumed stream begins in the active state.
    session.setCsiPolicy(undefined);
  }
}

const itemNotFound = (stream: NegotiatingStream, previd: string, sessions: ResumableSessions): Element =>
  failed("item-not-found", sessions.handledBefore(previd, stream.account));

/** The elements of a client that has bound a resource. Throws StreamError. */
export function handleNonza(element: Element, session: ClientSession, sessions: ResumableSessions): void {
  const { management, stream } = session;
  switch (element.getName()) {
    case "enable":
      stream?.send(enable(element, session, sessions));
      return;
    case "r": {
      if (!management || !stream) return;
      const { received } = management;
      sessions.afterSync(() => {
        if (session.stream !== stream) return;
        // What else this sync lets go is written before any of it leaves.
        session.journal?.sending();
        stream.send(acknowledgement(received));
      });
      return;
    }
    case "a": {
      const h = readAcknowledgement(element);
      if (management) acknowledge(session, management, h);
      return session.acknowledged();
    }
    case "resume":
      // §5: it takes the place of resource binding.
      stream?.send(failed("unexpected-request"));
      return;
    default:
      throw new StreamError("unsupported-stanza-type");
  }
}

/** §3: <enabled/>, or <failed/> where it is enabled already. What is sent from now on is counted. */
export function enable(request: Element, session: ClientSession, sessions: ResumableSessions): Element {
  if (session.management) return failed("unexpected-request");
  const isResumable = isResumptionWanted(request) && sessions.resumptionTime >= 1000;
  const id = isResumable ? sessions.enable(session) : undefined;
  session.management = new StreamManagementState(id, undefined, session.journal);
  if (session.stream) managed.add(session.stream);
  const seconds = Math.floor(sessions.resumptionTime / 1000);
  const max = isResumable && Number.isFinite(seconds) ? seconds : undefined;
  return xml("enabled", { xmlns: NS_SM, id, resume: isResumable ? "true" : undefined, max });
}

/** Throws StreamError handled-count-too-high. */
function acknowledge(session: ClientSession, management: StreamManagementState, h: number): void {
  if (!session.acknowledge(h)) throw handledCountTooHigh(h, management.sent);
}
