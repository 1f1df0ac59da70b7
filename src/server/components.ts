/** Services at subdomains of the domains served here, and who of them takes a stanza. */
import { isRequest, type Stanza } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { type Answer, IqTable, requestIn } from "./iq.ts";
import type { Component } from "./module.ts";

interface ServedComponent extends Pick<Component, "answerBareJid" | "receive"> {
  readonly iq: IqTable<Stanza>;
}

/** All labels at which a component answers, its own first. */
export const subdomainsOf = ({
  subdomain,
  further = [],
}: Pick<Component, "subdomain" | "further">): readonly string[] => [...new Set([subdomain, ...further])];

export class Components {
  readonly #domains: ReadonlySet<string>;
  readonly #byAddress = new Map<string, ServedComponent>();

  /** `domains` are those served here. */
  constructor(domains: ReadonlySet<string>) {
    this.#domains = domains;
  }

  /** Serves the component at its subdomains of each domain. Throws where something else is served there. */
  add(component: Component): void {
    const iq = new IqTable<Stanza>();
    iq.add(component.iq);
    for (const domain of this.#domains) {
      for (const subdomain of subdomainsOf(component)) {
        const address = `${subdomain}.${domain}`;
        if (this.#byAddress.has(address) || this.#domains.has(address))
          throw new Error(`two services are to be at ${address}: give one of them another subdomain`);
        this.#byAddress.set(address, { ...component, iq });
      }
    }
  }

  has(address: string): boolean {
    return this.#byAddress.has(address);
  }

  /** What the component at the stanza's address answers. Throws StanzaError. */
  answer(stanza: Stanza, address: string): Answer {
    const { iq, answerBareJid, receive } = this.#byAddress.get(address) ?? {};
    const isForBareJid = isRequest(stanza) && stanza.to?.resource === "";
    if (isForBareJid && iq && stanza.to?.local === "") return iq.answer(requestIn(stanza), stanza.type, stanza);
    if (isForBareJid && answerBareJid) return answerBareJid(requestIn(stanza), stanza);
    if (receive) receive(stanza);
    else if (stanza.name === "message" || isRequest(stanza)) throw new StanzaError("service-unavailable");
    return "unanswered";
  }
}
