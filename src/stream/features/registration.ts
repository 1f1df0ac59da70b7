/** XEP-0077 §3.1.1: a stranger makes an account before signing in. */
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
const HOUR = 3600;

export interface RegistrationDeps {
  readonly isOpen: boolean;
  /** Accounts in an hour. */
  readonly limits: { readonly perAddress: number; readonly perHour: number };
  readonly form: () => Element;
  /** Resolves with the new account. Rejects with StanzaError. */
  readonly register: (request: Element, domain: string) => Promise<string>;
}

export function registration({ isOpen, limits, form, register }: RegistrationDeps, log: Logger): StreamFeature {
  const limitOf = (perHour: number) => new RateLimit({ burst: perHour, perSecond: perHour / HOUR }, systemClock);
  const byAddress = limitOf(limits.perAddress);
  const altogether = limitOf(limits.perHour);
  const hasRegistered = new WeakSet<NegotiatingStream>();

  /** Counted once it has succeeded: who mistypes a name may try another one. */
  const create = async (request: Element, stream: NegotiatingStream): Promise<undefined> => {
    const network = networkOf(stream.remoteAddress);
    if (hasRegistered.has(stream) || !byAddress.allows(network) || !altogether.allows(""))
      throw new StanzaError("not-acceptable", { type: "wait", text: "too many new accounts: try again later" });
    hasRegistered.add(stream);
    byAddress.charge(network);
    altogether.charge("");
    try {
      const account = await register(request, stream.domain);
      log.info({ event: "account-registered", account, address: stream.remoteAddress });
    } catch (error) {
      hasRegistered.delete(stream);
      byAddress.giveBack(network);
      altogether.giveBack("");
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
    name: "registration",
    ns: NS_REGISTER,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer: () => (isOpen ? [xml("register", { xmlns: FEATURE })] : []),
    async negotiate(stream, element) {
      if (element.name !== "iq") throw new StreamError("not-authorized");
      const domain = parseJid(stream.domain);
      const asked: Stanza = {
        name: "iq",
        type: "set",
        id: element.attrs.id,
        from: domain,
        to: undefined,
        xml: element,
      };
      try {
        const request = stanzaOf(element, domain);
        tell(stream, resultOf(request, undefined, await answer(stream, request)));
      } catch (error) {
        if (!(error instanceof StanzaError)) throw error;
        tell(stream, errorOf(asked, undefined, error));
      }
    },
  };
}

/** A stranger has no address yet. */
function tell(stream: NegotiatingStream, reply: Element): void {
  delete reply.attrs.to;
  stream.send(reply);
}
