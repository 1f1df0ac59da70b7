/** XEP-0065: SOCKS5 Bytestreams: the proxy (mediated connections), for local accounts. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { integer, size } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { type Stanza, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import { discoResult, infoChildren, NS_DISCO_INFO } from "./0030-disco.ts";

const NS = "http://jabber.org/protocol/bytestreams";
const SUBDOMAIN = "proxy";
const IDENTITY = { category: "proxy", type: "bytestreams", name: "File transfer relay" } as const;

/** The relay of pairs of connections that have sent the same hash. */
export interface Bytestreams {
  /** The host name, if it differs from the domain. */
  readonly host: string;
  readonly port: number;
  /** Connects the two connections of a hash, for an account; "busy" where the account has reached its limit. */
  readonly activate: (hash: string, account: string) => "activated" | "incomplete" | "unknown" | "busy";
}

export const bytestreams = defineModule({
  name: "proxy",
  xep: "0065",
  version: "1.8.2",
  options: {
    max_connections: integer(200, "Connections at once; each file takes two.", { min: 2, max: 100_000 }),
    max_per_address: integer(20, "Of these, from one address and still waiting for the other side.", {
      min: 2,
      max: 100_000,
    }),
    max_per_account: integer(50, "Of these, with files that one account sends.", { min: 2, max: 100_000 }),
    rate: size("5MB", "Bytes a second that one connection may send for long; ten times as much at once is free."),
    total_rate: size("20MB", "Bytes a second that all of them together may send."),
  },
  setup: ({ config, domains, sessions }) => {
    let relay: Bytestreams | undefined;

    const relayFor = ({ from }: Stanza): Bytestreams => {
      if (!domains.has(from.domain) || !sessions.get(from.full)) throw new StanzaError("forbidden");
      if (!relay) throw new StanzaError("not-allowed");
      return relay;
    };

    /** §4: the network address of the proxy. */
    const address = (_: Element, requester: Stanza): Element => {
      const { host, port } = relayFor(requester);
      const jid = requester.to?.domain ?? "";
      return xml(
        "query",
        { xmlns: NS },
        xml("streamhost", { jid, host: host || jid.slice(SUBDOMAIN.length + 1), port }),
      );
    };

    /** §6.3.5. */
    const activate = (request: Element, requester: Stanza): undefined => {
      const { activate: connect } = relayFor(requester);
      const target = request.getChildText("activate");
      if (!target || !request.attrs.sid) throw new StanzaError("bad-request", { text: "a sid and a target" });
      const named = `${request.attrs.sid}${requester.from.full}${parseJid(target).full}`;
      const outcome = connect(createHash("sha1").update(named).digest("hex"), requester.from.bare);
      if (outcome === "unknown") throw new StanzaError("item-not-found");
      if (outcome === "busy")
        throw new StanzaError("resource-constraint", {
          text: "this account sends as many files at once as it may: try again when one of them has arrived",
        });
      if (outcome === "incomplete") throw new StanzaError("not-allowed", { text: "only one of two is connected" });
    };

    const info = ({ attrs: { node } }: Element): Element =>
      discoResult(NS_DISCO_INFO, node, node === undefined ? infoChildren([IDENTITY], [NS_DISCO_INFO, NS]) : undefined);

    const iq = {
      [NS]: { get: { query: address }, set: { query: activate } },
      [NS_DISCO_INFO]: { get: { query: info } },
    };
    return {
      component: { subdomain: SUBDOMAIN, identity: IDENTITY, iq },
      api: {
        options: config,
        /** Called when the relay is ready. */
        open: (started: Bytestreams): void => {
          relay = started;
        },
      },
    };
  },
});
