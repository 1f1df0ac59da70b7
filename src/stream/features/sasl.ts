/** RFC 6120 §6: SASL negotiation. */
import type { Element } from "ltx";
import { NS_SASL } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";
import type { Authenticator, SaslProfile } from "../sasl/authenticator.ts";
import { SaslError } from "../sasl/mechanism.ts";
import { bytesOfBase64 } from "../sasl/text.ts";

/** Called for each client that has authenticated by a one-time password. */
export type OnOneTimePassword = (stream: NegotiatingStream, givenTo: UserAgent) => void;

const profileWith = (onOneTimePassword: OnOneTimePassword): SaslProfile => ({
  ns: NS_SASL,
  acceptsOneTimePasswords: true,
  challenge: (stream, data) => stream.send(xml("challenge", { xmlns: NS_SASL }, data && encoded(data))),
  success(stream, { account, data, givenTo }) {
    stream.send(xml("success", { xmlns: NS_SASL }, data && encoded(data)));
    stream.authenticated(account);
    if (givenTo !== undefined) onOneTimePassword(stream, givenTo);
    stream.restart();
  },
  failure(stream, { condition, text }) {
    const reason = text === undefined ? undefined : xml("text", { "xml:lang": "en" }, text);
    stream.send(xml("failure", { xmlns: NS_SASL }, xml(condition), reason));
  },
});

export function sasl(authenticator: Authenticator, onOneTimePassword: OnOneTimePassword): StreamFeature {
  const profile = profileWith(onOneTimePassword);
  const take = (stream: NegotiatingStream, element: Element): void | Promise<void> => {
    switch (element.getName()) {
      case "auth": {
        const mechanism = authenticator.mechanisms(stream).find(({ name }) => name === element.attrs.mechanism);
        if (!mechanism) throw new SaslError("invalid-mechanism");
        // §6.4.2: without an initial response the client waits for an empty challenge; "=" is an empty response.
        const text = element.getText();
        return authenticator.begin(stream, mechanism, profile, text === "" ? undefined : decoded(text));
      }
      case "response":
        return authenticator.respond(stream, decoded(element.getText()));
      case "abort":
        throw new SaslError("aborted");
      default:
        throw new StreamError("unsupported-stanza-type");
    }
  };

  return {
    ns: NS_SASL,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer: (stream) => {
      const names = authenticator.mechanisms(stream).map(({ name }) => xml("mechanism", {}, name));
      return [xml("mechanisms", { xmlns: NS_SASL }, ...names)];
    },
    negotiate(stream, element) {
      if ((authenticator.profileUnderway(stream) ?? NS_SASL) !== NS_SASL) {
        throw new StreamError("policy-violation", "another authentication is under way");
      }
      try {
        return take(stream, element);
      } catch (error) {
        authenticator.fail(stream, profile, error);
      }
    },
  };
}

const encoded = (data: Uint8Array): string => (data.length === 0 ? "=" : Buffer.from(data).toString("base64"));

/** §6.4.2: "=" is an empty message. Throws SaslError incorrect-encoding. */
function decoded(text: string): Uint8Array {
  const bytes = text === "=" ? new Uint8Array() : bytesOfBase64(text);
  if (!bytes) throw new SaslError("incorrect-encoding");
  return bytes;
}
