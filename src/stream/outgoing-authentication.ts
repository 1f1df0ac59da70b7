/** Authenticates to another server: by SASL EXTERNAL (XEP-0178), or by dialback (XEP-0220 §2.1.1). */
import type { Element } from "ltx";
import { isSameDomain } from "../jid/domain.ts";
import { NS_DIALBACK, NS_SASL } from "../namespaces.ts";
import { conditionsIn, xml } from "../stanza.ts";
import { NS_STANZAS } from "../stanza-error.ts";
import { NegotiationError } from "./negotiation-error.ts";
import { featuresOf, unexpected } from "./outgoing-features.ts";
import type { OutgoingStream, PeerHeader } from "./outgoing-stream.ts";

const DIALBACK_FEATURE = "urn:xmpp:features:dialback";

export interface AuthenticationDeps {
  readonly from: string;
  readonly to: string;
  readonly header: PeerHeader;
  readonly features: Element;
  readonly dialbackKey: (streamId: string) => string;
}

export interface AuthenticationResult {
  readonly authentication: "EXTERNAL" | "dialback";
  readonly header: PeerHeader;
  readonly features: Element;
}

/** By SASL EXTERNAL where the peer offers and accepts it, otherwise by dialback. Rejects with NegotiationError. */
export async function authenticate(stream: OutgoingStream, deps: AuthenticationDeps): Promise<AuthenticationResult> {
  const { header, features } = deps;
  const refusal = offersExternal(features) ? await external(stream, deps) : undefined;
  if (refusal === undefined && offersExternal(features)) {
    stream.restart();
    const renewed = await stream.open();
    return { authentication: "EXTERNAL", header: renewed, features: await featuresOf(stream, renewed) };
  }
  if (!header.knowsDialback && !features.getChild("dialback", DIALBACK_FEATURE))
    throw new NegotiationError(
      "authentication",
      refusal === undefined
        ? "it offers no way to prove who we are: neither SASL EXTERNAL nor dialback"
        : `it does not accept our certificate (${refusal}), and dialback is not offered`,
      refusal,
    );
  await dialback(stream, deps);
  return { authentication: "dialback", header, features };
}

function offersExternal(features: Element): boolean {
  const mechanisms = features.getChild("mechanisms", NS_SASL)?.getChildren("mechanism") ?? [];
  return mechanisms.some((mechanism) => mechanism.getText().trim() === "EXTERNAL");
}

/** XEP-0178 §3: with the authorization identity, which older servers require. Resolves with the condition of a failure. */
async function external(stream: OutgoingStream, { from }: AuthenticationDeps): Promise<string | undefined> {
  const identity = Buffer.from(from).toString("base64");
  stream.send(xml("auth", { xmlns: NS_SASL, mechanism: "EXTERNAL" }, identity));
  const answer = await stream.next();
  if (answer.is("success", NS_SASL)) return undefined;
  if (!answer.is("failure", NS_SASL)) throw unexpected(stream, answer, "an answer to <auth/> was due");
  return answer.getChildElements()[0]?.getName().slice(0, 50) ?? "no reason given";
}

async function dialback(stream: OutgoingStream, { from, to, header, dialbackKey }: AuthenticationDeps): Promise<void> {
  if (header.id === "") throw new NegotiationError("authentication", "its stream has no id, which dialback needs");
  stream.send(xml("db:result", { from, to }, dialbackKey(header.id)));
  const answer = await stream.next();
  // XEP-0220 §3.1: a result for other domains is not the answer.
  const isAnswer =
    answer.is("result", NS_DIALBACK) && isSameDomain(answer.attrs.from, to) && isSameDomain(answer.attrs.to, from);
  if (!isAnswer) throw unexpected(stream, answer, "a dialback result was due");
  const { type } = answer.attrs;
  if (type === "valid") return;
  if (type === "invalid")
    throw new NegotiationError("dialback-invalid", `it found that our dialback key for ${from} is wrong`);
  if (type !== "error") throw unexpected(stream, answer, "a result is valid, invalid or an error");
  const condition = conditionOf(answer);
  const text = textIn(answer);
  const reason = text === "" ? condition : `${condition} (${text})`;
  throw new NegotiationError("dialback-error", `it could not verify that we are ${from}: ${reason}`, condition);
}

/** The text of its error, shortened to a line. */
const textIn = (answer: Element): string =>
  (answer.getChild("error")?.getChildText("text", NS_STANZAS) ?? "").replace(/\s+/g, " ").trim().slice(0, 300);

/** XEP-0220 §2.4.2: the stanza error in it. */
function conditionOf(answer: Element): string {
  const condition = conditionsIn(answer).find((child) => child.getNS() === NS_STANZAS);
  return condition?.getName().slice(0, 50) ?? "undefined-condition";
}
