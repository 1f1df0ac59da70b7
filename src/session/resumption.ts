/** XEP-0198: Stream Management, its elements. An <a/> promises that what it counts is on the disk. */
import type { Element } from "ltx";
import { NS_SM } from "../namespaces.ts";
import { xml } from "../stanza.ts";
import type { StanzaErrorCondition } from "../stanza-error.ts";
import type { NegotiatingStream, StreamFeature } from "../stream/feature.ts";
import type { OwnedStream } from "../stream/owned-stream.ts";
import { StreamError } from "../stream-error.ts";
import type { ClientSession } from "./client-session.ts";
import { acknowledgement, parseH, StreamManagementState } from "./stream-management-state.ts";

const STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

/** Who keeps sessions for their clients. */
export interface ResumableSessions {
  /** The session with this resumption id, if it is this account's. */
  resumable(id: string, account: string): ClientSession | undefined;
  /** How many stanzas were handled in a session of this account that is gone; undefined where that is not known. */
  handledBefore(id: string, account: string): number | undefined;
  resumed(session: ClientSession): void;
  /** Reads what has waited in the store for this session; resolves when all of it is in memory. */
  load(session: ClientSession): Promise<void>;
  /** Makes a session resumable under the id that is returned. */
  enable(session: ClientSession): string;
  /** Milliseconds. */
  readonly resumptionTime: number;
  afterSync(callback: () => void): void;
}

const failed = (condition: StanzaErrorCondition, h?: number): Element =>
  xml("failed", { xmlns: NS_SM, h }, xml(condition, { xmlns: STANZAS }));

/** Streams on which it has been enabled: it is not offered to them again. */
const managed = new WeakSet<OwnedStream>();

/** Shown once the client has authenticated; <resume/> takes the place of binding. */
export const streamManagement = (resumption: ResumableSessions): StreamFeature => ({
  name: "stream-management",
  ns: NS_SM,
  needs: ["secure", "authenticated"],
  forbids: [],
  offer: (stream) => (managed.has(stream) ? [] : [xml("sm", { xmlns: NS_SM })]),
  async negotiate(stream, element) {
    // §3: enabling comes after binding.
    const isResumption = element.getName() === "resume";
    const failure = isResumption
      ? await resume(stream, element, resumption, (resumed) => void stream.send(resumed))
      : failed("unexpected-request");
    if (failure) stream.send(failure);
  },
});

/**
 * §5: `tell` is given <resumed/> and passes it on, before anything is sent again. What was handled is told once it is on
 * the disk. Resolves with <failed/> where nothing is resumed. Rejects with StreamError.
 */
export async function resume(
  stream: NegotiatingStream,
  { attrs }: Element,
  resumption: ResumableSessions,
  tell: (resumed: Element, session: ClientSession) => void,
): Promise<Element | undefined> {
  const h = parseH(attrs.h);
  if (h === undefined || !attrs.previd) return failed("bad-request");
  const session = resumption.resumable(attrs.previd, stream.account);
  const { management } = session ?? {};
  if (!session || !management) {
    // Its `h` is a promise, too.
    await new Promise<void>((synced) => resumption.afterSync(synced));
    return gone(stream, attrs.previd, resumption);
  }
  if (management.sentSinceRevival) await resumption.load(session);
  acknowledge(management, h);
  session.release(new StreamError("conflict", "resumed from elsewhere"));
  const { promise, resolve } = Promise.withResolvers<Element | undefined>();
  resumption.afterSync(() => {
    if (session.hasEnded) return resolve(gone(stream, attrs.previd, resumption));
    if (!stream.hasEnded) take(session, management);
    resolve(undefined);
  });
  return promise;

  function take(session: ClientSession, management: StreamManagementState): void {
    // Somebody may have resumed it in the meantime.
    session.release(new StreamError("conflict", "resumed from elsewhere"));
    session.attach(stream);
    resumption.resumed(session);
    tell(xml("resumed", { xmlns: NS_SM, previd: attrs.previd, h: management.received }), session);
    session.resend();
    // XEP-0352 §5.2: a resumed stream begins in the active state.
    session.setCsiPolicy(undefined);
  }
}

const gone = (stream: NegotiatingStream, previd: string, resumption: ResumableSessions): Element =>
  failed("item-not-found", resumption.handledBefore(previd, stream.account));

/** The elements of a client that has bound a resource. Throws StreamError. */
export function handleNonza(element: Element, session: ClientSession, resumption: ResumableSessions): void {
  const { management, stream } = session;
  switch (element.getName()) {
    case "enable":
      stream?.send(enable(element, session, resumption));
      return;
    case "r": {
      if (!management || !stream) return;
      const h = management.received;
      resumption.afterSync(() => {
        if (session.stream === stream) stream.send(acknowledgement(h));
      });
      return;
    }
    case "a": {
      const h = parseH(element.attrs.h);
      if (h === undefined) throw new StreamError("invalid-xml", "h is a number from 0 to 4294967295");
      if (management) acknowledge(management, h);
      return session.acknowledged();
    }
    case "resume":
      // §5: after binding it is too late.
      stream?.send(failed("unexpected-request"));
      return;
    default:
      throw new StreamError("unsupported-stanza-type");
  }
}

/** §3: <enabled/>, or <failed/> where it is enabled already. What is sent from now on is counted. */
export function enable({ attrs }: Element, session: ClientSession, resumption: ResumableSessions): Element {
  if (session.management) return failed("unexpected-request");
  const isWanted = attrs.resume === "true" || attrs.resume === "1";
  const isResumable = isWanted && resumption.resumptionTime >= 1000;
  const id = isResumable ? resumption.enable(session) : undefined;
  session.management = new StreamManagementState(id);
  if (session.stream) managed.add(session.stream);
  const seconds = Math.floor(resumption.resumptionTime / 1000);
  const max = isResumable && Number.isFinite(seconds) ? seconds : undefined;
  return xml("enabled", { xmlns: NS_SM, id, resume: isResumable ? "true" : undefined, max });
}

/** §4: a client that acknowledges what it was never sent is out of step. */
function acknowledge(management: StreamManagementState, h: number): void {
  if (management.acknowledge(h)) return;
  throw new HandledCountTooHigh(h, management.sent);
}

class HandledCountTooHigh extends StreamError {
  constructor(h: number, sent: number) {
    super("undefined-condition", `you acknowledged ${h} stanzas, but were sent ${sent}`, {
      name: "handled-count-too-high",
      attributes: { xmlns: NS_SM, h, "send-count": sent },
    });
  }
}
