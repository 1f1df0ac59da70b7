/** XEP-0178 §3: another server proves its domain by the certificate that it has shown. */
import type { Element } from "ltx";
import { parseDomain } from "../../jid/domain.ts";
import { NS_SASL } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";
import { SaslError } from "../sasl/mechanism.ts";
import { bytesOfBase64 } from "../sasl/text.ts";

/** RFC 6120 §6.4.5: a peer may try again, within reason. */
const MAX_FAILURES = 3;

export interface ExternalDeps {
  /** The domain that the peer's certificate has been found valid for; undefined where it is for none, or nobody asked. */
  readonly certifiedDomain: (stream: NegotiatingStream) => string | undefined;
  /** Why it is not, where that is known. */
  readonly problem: (stream: NegotiatingStream) => string | undefined;
  /** The peer has asked to be that domain. */
  readonly authenticated: (stream: NegotiatingStream, domain: string) => void;
}

/** For one stream: it counts its failures. */
export function external({ certifiedDomain, problem, authenticated }: ExternalDeps): StreamFeature {
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
    name: "external",
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

/** The domain in an initial response; "" where it says none (RFC 4422 A.1, RFC 6120 §6.3.8). Throws SaslError. */
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
