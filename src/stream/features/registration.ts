/** XEP-0077 §3.1.1: In-Band Registration before authentication. */
import type { Element } from "ltx";
import { systemClock } from "../../clock.ts";
import { parseJid } from "../../jid/jid.ts";
import type { Logger } from "../../log.ts";
import { NS_REGISTER } from "../../namespaces.ts";
import { networkOf } from "../../net/ip-address.ts";
import { RateLimit } from "../../net/rate-limit.ts";
import { errorOf, resultOf, type Stanza, stanzaOf, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";

const FEATURE = "http://jabber.org/features/iq-register";
const SECONDS_PER_HOUR = 3600;

export interface RegistrationDeps {
  readonly isOpen: boolean;
  /** New accounts per hour, from one address and in all. */
  readonly limits: { readonly perAddress: number; readonly perHour: number };
  readonly form: () => Element;
  /** Resolves with the new account, a bare JID. Rejects with StanzaError. */
  readonly register: (request: Element, domain: string) => Promise<string>;
}

export function registration({ isOpen, limits, form, register }: RegistrationDeps, log: Logger): StreamFeature {
  const limitOf = (perHour: number) =>
    new RateLimit({ burst: perHour, perSecond: perHour / SECONDS_PER_HOUR }, systemClock);
  const byAddress = limitOf(limits.perAddress);
  const inAll = limitOf(limits.perHour);
  const hasRegistered = new WeakSet<NegotiatingStream>();

  /** An attempt that fails is not counted: a name may be taken. */
  const create = async (request: Element, stream: NegotiatingStream): Promise<undefined> => {
    const network = networkOf(stream.remoteAddress);
    if (hasRegistered.has(stream) || !byAddress.allows(network) || !inAll.allows(""))
      throw new StanzaError("not-acceptable", { type: "wait", text: "too many new accounts: try again later" });
    hasRegistered.add(stream);
    byAddress.charge(network);
    inAll.charge("");
    try {
      const account = await register(request, stream.domain);
      log.info({ event: "account-registered", account, address: stream.remoteAddress });
    } catch (error) {
      hasRegistered.delete(stream);
      byAddress.giveBack(network);
      inAll.giveBack("");
      throw error;
    }
  };

  const answer = async (stream: NegotiatingStream, { type, xml: iq }: Stanza): Promise<Element | undefined> => {
    if (!isOpen) throw new StanzaError("service-unavailable");
    if (type === "get") return form();
    const request = iq.getChild("query", NS_REGISTER);
    if (type !== "set" || !request) throw new StanzaError("bad-request");
    return create(request, stream);
  };

  return {
    ns: NS_REGISTER,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer: () => (isOpen ? [xml("register", { xmlns: FEATURE })] : []),
    async negotiate(stream, element) {
      if (element.name !== "iq") throw new StreamError("not-authorized");
      const domain = parseJid(stream.domain);
      try {
        const request = stanzaOf(element, domain);
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
