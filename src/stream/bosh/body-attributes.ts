/** XEP-0124 §6 and XEP-0206: the attributes of the <body/> of a request. */
import type { Element } from "ltx";
import { NS_BOSH } from "../../namespaces.ts";
import { TerminalError } from "./terminal-error.ts";

const NS_XBOSH = "urn:xmpp:xbosh";

/** §15.3: "the resulting 160 bits to a hexadecimal string". */
const KEY = /^[0-9A-Fa-f]{40}$/;

/** What each request says. */
export interface BodyAttributes {
  /** §14.1. */
  readonly rid: number;
  /** Undefined for the request that creates a session. */
  readonly sid: string | undefined;
  readonly to: string | undefined;
  readonly from: string | undefined;
  /** `xml:lang`. */
  readonly language: string | undefined;
  /** §13: type="terminate". */
  readonly isTerminal: boolean;
  /** §10: seconds. */
  readonly pause: number | undefined;
  /** §9.2: a rid. */
  readonly ack: number | undefined;
  /** §15.4, as received. */
  readonly key: string | undefined;
  readonly newKey: string | undefined;
  /** XEP-0206 §5: `xmpp:restart`. */
  readonly restarts: boolean;
  /** XEP-0206 §3: `xmpp:version`. */
  readonly version: string | undefined;
}

/** Throws TerminalError bad-request for what is no <body/> with a rid, or has an attribute that XEP-0124 §22 does not allow. */
export function readBodyAttributes(body: Element): BodyAttributes {
  if (body.getNS() !== NS_BOSH || body.getName() !== "body") throw new TerminalError("bad-request");
  const { attrs } = body;
  const rid = integerOf(attrs.rid);
  if (!rid) throw new TerminalError("bad-request");
  return {
    rid,
    sid: attrs.sid,
    to: attrs.to,
    from: attrs.from,
    language: attrs["xml:lang"],
    isTerminal: attrs.type === "terminate",
    pause: integerOf(attrs.pause),
    ack: integerOf(attrs.ack),
    key: keyOf(attrs.key),
    newKey: keyOf(attrs.newkey),
    restarts: /^(?:true|1)$/.test(xmppAttribute(body, "restart") ?? ""),
    version: xmppAttribute(body, "version"),
  };
}

/** A number from 0 to 2^53-1 (§14.1). Throws TerminalError bad-request for anything else. */
export function integerOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new TerminalError("bad-request");
  return number;
}

function keyOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!KEY.test(text)) throw new TerminalError("item-not-found");
  return text;
}

/** An attribute of XEP-0206, whatever its prefix is. */
function xmppAttribute({ attrs }: Element, name: string): string | undefined {
  for (const declaration in attrs)
    if (attrs[declaration] === NS_XBOSH && declaration.startsWith("xmlns:"))
      return attrs[`${declaration.slice("xmlns:".length)}:${name}`];
  return undefined;
}
