/** RFC 8489 §9.2.4: the long-term credential mechanism. */
import { ATTRIBUTE, TurnError } from "./attributes.ts";
import { keyOf, ownerOf, PASSWORD_ALGORITHMS, type PasswordAlgorithm, passwordAlgorithmOf } from "./credentials.ts";
import { type IntegrityHash, integrityOf, isIntact, protectedPart } from "./integrity.ts";
import { attributeOf, type StunMessage } from "./message.ts";
import type { Nonces } from "./nonces.ts";

export interface Authenticated {
  /** Without what is not protected. */
  readonly request: StunMessage;
  readonly owner: string;
  readonly username: string;
  /** With which the answer is protected. */
  readonly hash: IntegrityHash;
  readonly key: Buffer;
}

export interface AuthenticationDeps {
  readonly realm: string;
  readonly secret: Uint8Array;
  readonly nonces: Nonces;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly isRevoked: (owner: string) => boolean;
}

/** Who asks, and which username its allocation has: that one may go on after it has expired. */
export interface Asker {
  readonly nonceFor: string;
  readonly username: string | undefined;
  readonly owner: string | undefined;
}

/** §9.2.4: which key the password makes. Throws TurnError 400 where somebody on the way has changed what was offered. */
function algorithmOf(request: StunMessage): PasswordAlgorithm {
  const offered = attributeOf(request, ATTRIBUTE.PASSWORD_ALGORITHMS);
  const chosen = attributeOf(request, ATTRIBUTE.PASSWORD_ALGORITHM);
  if (offered === undefined && chosen === undefined) return "md5";
  const algorithm = chosen && passwordAlgorithmOf(chosen);
  if (!offered?.equals(PASSWORD_ALGORITHMS) || algorithm === undefined) throw new TurnError(400);
  return algorithm;
}

/** Throws TurnError 400, 401 and 438. */
export function authenticate(message: StunMessage, asker: Asker, deps: AuthenticationDeps): Authenticated {
  const { realm, secret, nonces, now, isRevoked } = deps;
  const hash = integrityOf(message);
  if (hash === undefined) throw new TurnError(401);
  const request = protectedPart(message, hash);
  const text = (type: number): string | undefined => attributeOf(request, type)?.toString();
  const [username, askedRealm, nonce] = [text(ATTRIBUTE.USERNAME), text(ATTRIBUTE.REALM), text(ATTRIBUTE.NONCE)];
  if (username === undefined || askedRealm === undefined || nonce === undefined) throw new TurnError(400);
  const algorithm = algorithmOf(request);
  if (!nonces.isFresh(nonce, asker.nonceFor)) throw new TurnError(438);
  const owner = username === asker.username ? asker.owner : ownerOf(username, now());
  if (owner === undefined || askedRealm !== realm) throw new TurnError(401);
  const key = keyOf(username, realm, secret, algorithm);
  if (!isIntact(message, hash, key) || isRevoked(owner)) throw new TurnError(401);
  return { request, owner, username, hash, key };
}
