/** A page that a phone outside of this network opens: short-lived links, and what they have shown. */
import { createHash, timingSafeEqual } from "node:crypto";
import { type Clock, MINUTE } from "../clock.ts";
import { CHECK_PATH } from "../http.ts";
import { OperationError } from "../operation-error.ts";

/** Where a phone is, by its address. "inside": it has an address of this home, so it is in its Wi-Fi. */
export type PhoneLocation = "outside" | "inside" | "unknown";

export interface PhoneVisit {
  readonly address: string;
  readonly location: PhoneLocation;
  /** "Firefox on Android"; not there where it cannot be told. */
  readonly browser?: string;
}

/** What a phone has seen of the web server. */
export interface SeenByPhone extends PhoneVisit {
  readonly by: "phone";
  readonly who: string;
  readonly listener: "https";
  readonly reached: "yes" | "unknown";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Browsers take the certificate without a warning; this one has come past it in any case. */
  readonly isTrusted: boolean;
  /** RFC 6455: whether a WebSocket was opened; not there as long as the page has not told. */
  readonly isWebSocketOpen?: boolean;
}

export type PhoneStep =
  /** `isTrusted`: browsers take the certificate without a warning. `expires`: milliseconds since 1970. */
  | { readonly link: string; readonly expires: number; readonly isTrusted: boolean }
  | { readonly seen: SeenByPhone }
  /** "seen": everything is known; "replaced": another link was made. */
  | { readonly ended: "seen" | "expired" | "replaced" };

export interface PhoneChecksDeps {
  /** Where people see the pages; undefined where there are none. */
  readonly webOrigin: () => string | undefined;
  /** Whether browsers take the certificate without a warning. */
  readonly isTrusted: () => boolean;
  /** Looks for the addresses of this home anew. */
  readonly lookAround: () => Promise<void>;
  readonly locationOf: (address: string) => PhoneLocation;
  readonly clock: Pick<Clock, "now" | "after">;
  /** A new unguessable id (128 bits). */
  readonly id: () => string;
}

export interface PhoneChecks {
  /** Makes a link, which ends the one before. Throws OperationError no-web-pages. */
  start(): (onStep: (step: PhoneStep) => void, signal: AbortSignal) => Promise<void>;
  /** Somebody has opened the link with this token; undefined where there is none. */
  visit(token: string, visitor: Omit<PhoneVisit, "location">): PhoneVisit | undefined;
  /** The page says whether it could open a WebSocket. False where there is no such link. */
  report(token: string, visitor: Omit<PhoneVisit, "location">, isWebSocketOpen: boolean): boolean;
  /** What the last link has shown: the newest, if it was opened. */
  sights(): readonly SeenByPhone[];
}

const VALIDITY = 10 * MINUTE;
/** Visits that are shown of one link; whoever opens it more often sees the page, and nobody is told. */
const MAX_SHOWN = 30;

interface OpenCheck {
  readonly digest: Buffer;
  readonly show: (seen: SeenByPhone) => void;
  readonly end: (why: "seen" | "expired" | "replaced") => void;
}

export function openPhoneChecks(deps: PhoneChecksDeps): PhoneChecks {
  const { webOrigin, isTrusted, lookAround, locationOf, clock, id } = deps;
  let open: OpenCheck | undefined;
  let last: SeenByPhone | undefined;

  const find = (token: string): OpenCheck | undefined =>
    open && timingSafeEqual(open.digest, digestOf(token)) ? open : undefined;

  const note = (
    check: OpenCheck,
    { address, browser }: Omit<PhoneVisit, "location">,
    isWebSocketOpen?: boolean,
  ): SeenByPhone => {
    const location = locationOf(address);
    const seen: SeenByPhone = {
      ...{ by: "phone", who: address, listener: "https", at: clock.now(), address, location },
      reached: location === "inside" ? "unknown" : "yes",
      isTrusted: isTrusted(),
      ...(browser === undefined ? {} : { browser }),
      ...(isWebSocketOpen === undefined ? {} : { isWebSocketOpen }),
    };
    // A visit from within says less than an earlier one from outside.
    if (last?.reached !== "yes" || seen.reached === "yes") last = seen;
    check.show(seen);
    return seen;
  };

  return {
    start: () => {
      const origin = webOrigin();
      if (origin === undefined) throw new OperationError("no-web-pages", {});
      return async (onStep, signal) => {
        await lookAround();
        const token = id();
        open?.end("replaced");
        const { promise, resolve } = Promise.withResolvers<void>();
        let shown = 0;
        let isOver = false;
        const check: OpenCheck = {
          digest: digestOf(token),
          show: (seen) => {
            if (shown < MAX_SHOWN) onStep({ seen });
            shown += 1;
          },
          end: (ended) => {
            if (isOver) return;
            isOver = true;
            if (open === check) open = undefined;
            onStep({ ended });
            resolve();
          },
        };
        open = check;
        const stopTimer = clock.after(VALIDITY, () => check.end("expired"));
        signal.addEventListener("abort", () => check.end("expired"), { once: true });
        const link = `${origin}${CHECK_PATH}${token}`;
        onStep({ link, expires: clock.now() + VALIDITY, isTrusted: isTrusted() });
        if (signal.aborted) check.end("expired");
        await promise;
        stopTimer();
      };
    },
    visit: (token, visitor) => {
      const check = find(token);
      return check && note(check, visitor);
    },
    report: (token, visitor, isWebSocketOpen) => {
      const check = find(token);
      if (check === undefined) return false;
      const { location } = note(check, visitor, isWebSocketOpen);
      if (isWebSocketOpen && location !== "inside") check.end("seen");
      return true;
    },
    sights: () => (last === undefined ? [] : [last]),
  };
}

/** Of the same length whatever is given. */
const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();
