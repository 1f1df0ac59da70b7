/** XEP-0124 §7: what the request that creates a session asks for, and what it is given. */
import type { Element } from "ltx";
import { SECOND } from "../../clock.ts";
import { integerOf } from "./body-attributes.ts";
import type { ResponseAttributes } from "./payloads.ts";

/** Milliseconds: what sessions are given at most. */
export interface BoshTimes {
  /** How long a request is held. */
  readonly wait: number;
  /** How long a session goes on without a request. */
  readonly inactivity: number;
  /** The same, where the client has announced it (§10). */
  readonly pause: number;
}

export interface SessionTerms {
  /** §12: the client asks again and again, and no request is held. */
  readonly isPolling: boolean;
  /** Milliseconds that a request is held. */
  readonly wait: number;
  /** How many requests are held. */
  readonly hold: number;
  /** How many requests may be made at once. */
  readonly requests: number;
  /** Milliseconds between two requests that carry nothing. */
  readonly polling: number;
  /** Milliseconds without a request after which the session ends. */
  readonly inactivity: number;
  /** Milliseconds that the client may ask for instead. */
  readonly maxPause: number;
  /** §9: the absence of an `ack` is meaningful. */
  readonly usesAcks: boolean;
  /** Of every response. */
  readonly contentType: string;
  /** Of this protocol: "1.6". */
  readonly version: string;
}

/** The version of XEP-0124 that is spoken. */
const VERSION = { major: 1, minor: 11 };

export const DEFAULT_CONTENT_TYPE = "text/xml; charset=utf-8";

/** A media type, in UTF-8 where it says so (RFC 9110 §8.3.1). */
const CONTENT_TYPE = /^[a-z]{1,20}\/[a-z0-9.+-]{1,60}(?:; ?charset=utf-8)?$/i;

/** §7.1: a client that reuses connections needs no more, and no other does in this time. */
const MAX_HOLD = 1;

/** Milliseconds. */
const POLLING = 2 * SECOND;

/** Throws TerminalError bad-request. */
export function agreeOn({ attrs }: Element, times: BoshTimes): SessionTerms {
  const asked = { wait: integerOf(attrs.wait), hold: integerOf(attrs.hold) };
  const isPolling = asked.wait === 0 || asked.hold === 0;
  const wait = Math.min((asked.wait ?? Number.POSITIVE_INFINITY) * SECOND, times.wait);
  const hold = isPolling ? 0 : Math.min(asked.hold ?? MAX_HOLD, MAX_HOLD);
  return {
    isPolling,
    wait: isPolling ? 0 : wait,
    hold,
    requests: hold + 1,
    polling: POLLING,
    // §12: "If a session will use polling, the connection manager SHOULD specify a higher than normal value".
    inactivity: isPolling ? 2 * times.inactivity : times.inactivity,
    maxPause: times.pause,
    usesAcks: attrs.ack !== undefined,
    contentType: CONTENT_TYPE.test(attrs.content ?? "") ? attrs.content : DEFAULT_CONTENT_TYPE,
    version: versionFor(attrs.ver),
  };
}

/** §7.2: the attributes of the response. Of encodings, none but UTF-8 is spoken, and no compression. */
export const attributesOf = (terms: SessionTerms): ResponseAttributes => ({
  ver: terms.version,
  wait: seconds(terms.wait),
  hold: terms.hold,
  requests: terms.requests,
  polling: seconds(terms.polling),
  inactivity: seconds(terms.inactivity),
  maxpause: terms.maxPause >= SECOND ? seconds(terms.maxPause) : undefined,
});

const seconds = (milliseconds: number): number => Math.floor(milliseconds / SECOND);

/** §7.1: "<major>.<minor>"; the lower of theirs and ours. */
function versionFor(asked: string | undefined): string {
  const [, major = Number.NaN, minor = Number.NaN] =
    /^([0-9]{1,4})\.([0-9]{1,4})$/.exec(asked ?? "")?.map(Number) ?? [];
  const isLower = major < VERSION.major || (major === VERSION.major && minor < VERSION.minor);
  return isLower ? `${major}.${minor}` : `${VERSION.major}.${VERSION.minor}`;
}
