/** XEP-0178 §3: SASL EXTERNAL: another server authenticates as a domain that its certificate is valid for. */
import type { Element } from "ltx";
import { parseDomain } from "../../jid/domain.ts";
import { NS_SASL } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";
import { SaslError } from "../sasl/mechanism.ts";
import { bytesOfBase64 } from "../sasl/text.ts";

/** RFC 6120 §6.4.5: a peer may try again, within limits. */
const MAX_FAILURES = 3;

export interface ExternalDeps {
  /** The domain in the peer's header, where its certificate is valid for it. */
  readonly certifiedDomain: (stream: NegotiatingStream) => string | undefined;
  /** Why the certificate is not valid, where that is known. */
  readonly problem: (stream: NegotiatingStream) => string | undefined;
  /** The peer has authenticated as this domain. */
  readonly onAuthenticated: (stream: NegotiatingStream, domain: string) => void;
}

/** The feature of one stream: it counts the stream's failures. */
export function external({ certifiedDomain, problem, onAuthenticated: authenticated }: ExternalDeps): StreamFeature {
  let failures = 0;

  const authenticate = (stream: NegotiatingStream, element: Element): void => {
    const domain = certifiedDomain(stream);
    if (element.getName() === "abort") throw new SaslError("aborted");
    if (element.getName() !== "auth") throw new StreamError("unsupported-stanza-type");
    if (element.attrs.mechanism !== "EXTERNAL") throw new SaslError("invalid-mechanism");
    if (domain === undefined) throw new SaslError("not-authorized", problem(stream));
    const identity = identityIn(element.getText().trim());
    if (identity !== "" && identity !== domain) throw new SaslError("invalid-authzid");
    stream.send(xml("success", { xmlns: NS_SASL }));
    stream.authenticated(domain);
    stream.restart();
    authenticated(stream, domain);
  };

  return {
    ns: NS_SASL,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer: (stream) =>
      certifiedDomain(stream) === undefined
        ? []
        : [xml("mechanisms", { xmlns: NS_SASL }, xml("mechanism", {}, "EXTERNAL"))],
    negotiate(stream, element) {
      try {
        authenticate(stream, element);
      } catch (error) {
        if (!(error instanceof SaslError)) throw error;
        stream.send(xml("failure", { xmlns: NS_SASL }, xml(error.condition), textOf(error)));
        failures += 1;
        if (failures >= MAX_FAILURES) throw new StreamError("policy-violation", "too many attempts");
      }
    },
  };
}

const textOf = ({ text }: SaslError): Element | undefined =>
  text === undefined ? undefined : xml("text", { "xml:lang": "en" }, text);

/** The domain in an initial response; "" where it is empty (RFC 4422 A.1, RFC 6120 §6.3.8). Throws SaslError. */
function identityIn(text: string): string {
  if (text === "" || text === "=") return "";
  const bytes = bytesOfBase64(text);
  if (!bytes) throw new SaslError("incorrect-encoding");
  try {
    return parseDomain(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    throw error instanceof StanzaError ? new SaslError("invalid-authzid") : error;
  }
}
