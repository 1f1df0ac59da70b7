/** XEP-0484: Fast Authentication Streamlining Tokens: a client that has signed in once authenticates by a token from then on. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { NegotiatingStream } from "../feature.ts";
import { bindingsOf } from "../sasl/channel-binding.ts";
import { type HashedToken, hashedToken, hashedTokenNames } from "../sasl/hashed-token.ts";
import { type Mechanism, SaslError } from "../sasl/mechanism.ts";

const NS = "urn:xmpp:fast:0";
const COUNT = /^[0-9]{1,10}$/;

export interface FastToken extends HashedToken {
  /** The highest count it has been used with; below zero before the first. */
  readonly count: number;
  /** It should be replaced by a new one. */
  readonly isDue: boolean;
}

/** What authentication asks of the store of tokens. `agent` is the id of a user agent. */
export interface FastTokens<Token extends FastToken> {
  /** Those that this client may use with this mechanism. */
  of(account: string, agent: string, mechanism: string): readonly Token[];
  /** The client has authenticated with it: what was issued before it is void. */
  used(token: Token, count: number | undefined): void;
  revoke(token: Token): void;
  /** `expiry` in milliseconds since 1970. */
  issue(account: string, agent: string, mechanism: string): { readonly text: string; readonly expiry: number };
  /** Resolves when all that is on the disk. */
  synced(): Promise<void>;
}

export interface Fast {
  readonly offer: (stream: NegotiatingStream) => Element;
  /** The mechanism for an <authenticate/> that uses a token; undefined for one that does not. Throws SaslError. */
  readonly mechanism: (
    stream: NegotiatingStream,
    request: Element,
    agent: UserAgent | undefined,
  ) => Mechanism | undefined;
  /** <token/>, where the client asks for one or its own is due. Resolves once the token is on the disk. */
  readonly renew: (
    stream: NegotiatingStream,
    request: Element,
    agent: UserAgent | undefined,
  ) => Promise<Element | undefined>;
}

export function fast<Token extends FastToken>(tokens: FastTokens<Token>): Fast {
  const names = (stream: NegotiatingStream): readonly string[] => hashedTokenNames(bindingsOf(stream.tls));
  const usedOn = new WeakMap<NegotiatingStream, { readonly token: Token; readonly mechanism: string }>();

  return {
    offer: (stream) => xml("fast", { xmlns: NS }, ...names(stream).map((name) => xml("mechanism", {}, name))),

    mechanism(stream, request, agent) {
      usedOn.delete(stream);
      const { mechanism } = request.attrs;
      const fast = request.getChild("fast", NS);
      if (!fast || !names(stream).includes(mechanism)) return undefined;
      const id = agent?.id;
      if (id === undefined) throw new SaslError("malformed-request", "a token goes with the id of a user agent");
      const count = countOf(fast);
      return hashedToken<Token>(mechanism, {
        tokens: (account) => tokens.of(account, id, mechanism),
        proven(token) {
          // §3.4: the count only grows.
          if (count !== undefined && count <= token.count)
            throw new SaslError("not-authorized", "this has been seen before");
          tokens.used(token, count);
          usedOn.set(stream, { token, mechanism });
        },
      });
    },

    async renew(stream, request, agent) {
      const used = usedOn.get(stream);
      usedOn.delete(stream);
      const isInvalidated = isTrue(request.getChild("fast", NS)?.attrs.invalidate);
      if (used && isInvalidated) tokens.revoke(used.token);
      const asked: string | undefined = request.getChild("request-token", NS)?.attrs.mechanism;
      const wanted = asked ?? (used?.token.isDue && !isInvalidated ? used.mechanism : undefined);
      const isIssued = agent?.id !== undefined && wanted !== undefined && names(stream).includes(wanted);
      const issued = isIssued ? tokens.issue(stream.account, agent.id, wanted) : undefined;
      if (issued || (used && isInvalidated)) await tokens.synced();
      return issued && xml("token", { xmlns: NS, token: issued.text, expiry: new Date(issued.expiry).toISOString() });
    },
  };
}

/** Throws SaslError malformed-request. */
function countOf({ attrs: { count } }: Element): number | undefined {
  if (count === undefined) return undefined;
  if (!COUNT.test(count)) throw new SaslError("malformed-request", "a count is a number");
  return Number(count);
}

const isTrue = (text: string | undefined): boolean => text === "true" || text === "1";
