/** XEP-0077 §3.1.1: In-Band Registration before authentication; XEP-0445: with an invitation. */
import type { Element } from "ltx";
import { systemClock } from "../../clock.ts";
import { parseJid } from "../../jid/jid.ts";
import type { Logger } from "../../log.ts";
import { NS_PREAUTH, NS_REGISTER } from "../../namespaces.ts";
import { networkOf } from "../../net/ip-address.ts";
import { RateLimit } from "../../net/rate-limit.ts";
import { errorOf, resultOf, type Stanza, stanzaOf, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";
import type { LoginThrottle } from "../login-throttle.ts";

const FEATURE = "http://jabber.org/features/iq-register";
const TOKEN_FEATURE = "urn:xmpp:ibr-token:0";
const SECONDS_PER_HOUR = 3600;

/** What an invitation allows on a stream. */
export interface Invited {
  /** The name that the account has to have. */
  readonly name: string | undefined;
  /** Resolves with the new account, a bare JID. Rejects with StanzaError. */
  register(request: Element): Promise<string>;
}

export interface RegistrationDeps {
  /** Who may make an account: nobody, who shows an invitation, or everybody. */
  readonly policy: "closed" | "invitation" | "open";
  /** New accounts without an invitation per hour, from one address and in all. */
  readonly limits: { readonly perAddress: number; readonly perHour: number };
  /** With the name that the account will have, where that is fixed. */
  readonly form: (name?: string) => Element;
  /** Resolves with the new account, a bare JID. Rejects with StanzaError. */
  readonly register: (request: Element, domain: string) => Promise<string>;
  /** Undefined for a token with which no account can be made at this domain. */
  readonly invitedBy: (token: string, domain: string) => Invited | undefined;
  readonly throttle: Pick<LoginThrottle, "mayGuess" | "failed">;
}

export function registration(deps: RegistrationDeps, log: Logger): readonly StreamFeature[] {
  const { policy, limits, form, register, invitedBy, throttle } = deps;
  const limitOf = (perHour: number) =>
    new RateLimit({ burst: perHour, perSecond: perHour / SECONDS_PER_HOUR }, systemClock);
  const byAddress = limitOf(limits.perAddress);
  const inAll = limitOf(limits.perHour);
  const hasRegistered = new WeakSet<NegotiatingStream>();
  const invitations = new WeakMap<NegotiatingStream, Invited>();

  /** One account for each stream. An attempt that fails is not counted: a name may be taken. */
  const create = async (request: Element, stream: NegotiatingStream): Promise<undefined> => {
    const network = networkOf(stream.remoteAddress);
    const invited = invitations.get(stream);
    const isLimited = invited === undefined && !(byAddress.allows(network) && inAll.allows(""));
    if (hasRegistered.has(stream) || isLimited)
      throw new StanzaError("not-acceptable", { type: "wait", text: "too many new accounts: try again later" });
    hasRegistered.add(stream);
    const count = (change: "charge" | "giveBack"): void => {
      if (invited) return;
      byAddress[change](network);
      inAll[change]("");
    };
    count("charge");
    try {
      const account = await (invited ? invited.register(request) : register(request, stream.domain));
      log.info({ event: "account-registered", account, address: stream.remoteAddress });
    } catch (error) {
      hasRegistered.delete(stream);
      count("giveBack");
      throw error;
    }
  };

  const answer = async (stream: NegotiatingStream, { type, xml: iq }: Stanza): Promise<Element | undefined> => {
    if (policy === "closed") throw new StanzaError("service-unavailable");
    const invited = invitations.get(stream);
    if (policy === "invitation" && !invited)
      throw new StanzaError("not-allowed", {
        text: "an account is made here with an invitation: ask somebody for one",
      });
    if (type === "get") return form(invited?.name);
    const request = iq.getChild("query", NS_REGISTER);
    if (type !== "set" || !request) throw new StanzaError("bad-request");
    return create(request, stream);
  };

  /** XEP-0445 §3. */
  const show = (stream: NegotiatingStream, { type, xml: iq }: Stanza): undefined => {
    if (policy === "closed") throw new StanzaError("service-unavailable");
    const token: string | undefined = iq.getChild("preauth", NS_PREAUTH)?.attrs.token;
    if (type !== "set" || !token) throw new StanzaError("bad-request");
    const { remoteAddress, domain } = stream;
    if (!throttle.mayGuess(remoteAddress))
      throw new StanzaError("resource-constraint", { text: "too many failed attempts: try again later" });
    const invited = invitedBy(token, domain);
    if (invited) {
      invitations.set(stream, invited);
      return;
    }
    invitations.delete(stream);
    throttle.failed(remoteAddress);
    log.info({ event: "invitation-refused", address: remoteAddress });
    throw new StanzaError("item-not-found", { text: "The provided token is invalid or expired" });
  };

  return [
    beforeLogin(NS_PREAUTH, policy === "closed" ? undefined : TOKEN_FEATURE, async (stream, iq) => show(stream, iq)),
    // Also where an invitation is needed: apps look for it before they show one.
    beforeLogin(NS_REGISTER, policy === "closed" ? undefined : FEATURE, answer),
  ];
}

/** A request that is answered under TLS and before authentication; advertised by <register/> of the namespace `feature`. */
function beforeLogin(
  ns: string,
  feature: string | undefined,
  answer: (stream: NegotiatingStream, request: Stanza) => Promise<Element | undefined>,
): StreamFeature {
  return {
    ns,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer: () => (feature === undefined ? [] : [xml("register", { xmlns: feature })]),
    async negotiate(stream, element) {
      if (element.name !== "iq") throw new StreamError("not-authorized");
      const domain = parseJid(stream.domain);
      try {
        const request = stanzaOf(element, domain);
        if (request.type === "result" || request.type === "error") return;
        reply(stream, resultOf(request, undefined, await answer(stream, request)));
      } catch (error) {
        if (!(error instanceof StanzaError)) throw error;
        reply(stream, errorOf({ name: "iq", id: element.attrs.id, from: domain }, undefined, error));
      }
    },
  };
}

/** Without `to`: the client has no address yet. */
function reply(stream: NegotiatingStream, stanza: Element): void {
  delete stanza.attrs.to;
  stream.send(stanza);
}
