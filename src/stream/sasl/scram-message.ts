/** RFC 5802 §7: the messages that a SCRAM client sends, read strictly. */
import { SaslError } from "./mechanism.ts";
import { bytesOfBase64 } from "./text.ts";

export interface ClientFirst {
  /** With its last comma: bound into the client's final message. */
  readonly gs2Header: string;
  /** "n": the client cannot bind; "y": it could but believes the server cannot; else the binding's type. */
  readonly flag: "n" | "y" | { readonly type: string };
  /** Empty where none is given. */
  readonly authzid: string;
  readonly username: string;
  readonly nonce: string;
  /** The client-first-message-bare. */
  readonly bare: string;
}

export interface ClientFinal {
  readonly binding: Uint8Array;
  readonly nonce: string;
  readonly proof: Uint8Array;
  /** The client-final-message-without-proof. */
  readonly withoutProof: string;
}

const SASLNAME = "(?:[^,=\\0]|=2C|=3D)+";
const EXTENSIONS = "(?:,[A-Za-z]=[^,\\0]+)*";
const GS2 = new RegExp(`^(?:([ny])|p=([A-Za-z0-9.-]+)),(?:a=(${SASLNAME}))?,`);
const FIRST_BARE = new RegExp(`^n=(${SASLNAME}),r=([\\x21-\\x2B\\x2D-\\x7E]{1,512})${EXTENSIONS}$`);
const FINAL = new RegExp(`^(c=([^,]+),r=([^,]+)${EXTENSIONS}),p=([^,]+)$`);

const malformed = (text: string): SaslError => new SaslError("malformed-request", text);
const unescaped = (saslname: string): string => saslname.replaceAll("=2C", ",").replaceAll("=3D", "=");

/** Throws SaslError malformed-request. */
export function parseClientFirst(message: string): ClientFirst {
  const gs2 = GS2.exec(message);
  if (gs2 === null) throw malformed("the message does not begin with a GS2 header");
  const [gs2Header, plainFlag, type, authzid = ""] = gs2;
  const bare = message.slice(gs2Header.length);
  // §5.1: "m=" is reserved, and its presence fails the authentication.
  if (bare.startsWith("m=")) throw malformed("mandatory extensions are not supported");
  const [, username, nonce] = FIRST_BARE.exec(bare) ?? [];
  if (username === undefined || nonce === undefined) throw malformed("this is not a client's first message");
  const flag = type === undefined ? (plainFlag as "n" | "y") : { type };
  return { gs2Header, flag, authzid: unescaped(authzid), username: unescaped(username), nonce, bare };
}

/** Throws SaslError malformed-request. */
export function parseClientFinal(message: string): ClientFinal {
  const [, withoutProof, binding, nonce, proof] = FINAL.exec(message) ?? [];
  const bindingBytes = bytesOfBase64(binding ?? "=");
  const proofBytes = bytesOfBase64(proof ?? "=");
  if (withoutProof === undefined || nonce === undefined || !bindingBytes || !proofBytes) {
    throw malformed("this is not a client's final message");
  }
  return { binding: bindingBytes, nonce, proof: proofBytes, withoutProof };
}
