/** RFC 8555: the ACME library, made to keep the errors of the authority and not to wait by itself. */
import { SECOND } from "../clock.ts";
import { type AcmeClient, checkedClient } from "./acme-answers.ts";
import type { Authority } from "./authority.ts";
import { AcmeError, parseProblemDocument, parseRetryAfter } from "./problem-document.ts";

export interface AcmeSession {
  readonly client: AcmeClient;
  /** PKCS#10 for the names and the key, in PEM. */
  createCsr(names: readonly string[], keyPem: string): Promise<string>;
  /** The Retry-After of this answer, in milliseconds since 1970. */
  retryAfter(answer: object): number | undefined;
}

/**
 * Loads the library and opens a session with the account's key; `url` where the account is known already. The library
 * shares one HTTP client among all sessions: the last one opened decides which roots are trusted.
 */
export async function openAcmeSession(
  authority: Authority,
  account: { readonly keyPem: string; readonly url: string | undefined },
  now: () => number,
): Promise<AcmeSession> {
  const [{ default: acme }, { Agent }] = await Promise.all([import("acme-client"), import("node:https")]);
  const { axios } = acme;
  const waits = new WeakMap<object, number>();
  axios.defaults.timeout = 30 * SECOND;
  axios.defaults.maxContentLength = 1_000_000;
  axios.defaults.maxRedirects = 0;
  axios.defaults.httpsAgent = new Agent(authority.rootsPem === undefined ? {} : { ca: authority.rootsPem });
  // The library's own interceptors sleep until Retry-After, which can be hours, and lose the network's errors.
  axios.interceptors.request.clear();
  axios.interceptors.response.clear();
  axios.interceptors.response.use((response) => {
    const retryAt = parseRetryAfter(response.headers["retry-after"], now());
    if (response.status >= 400) {
      const document = parseProblemDocument(response.data);
      // RFC 8555 §6.5: the library repeats the request with the nonce of this answer.
      if (document.type === "badNonce") return response;
      throw new AcmeError(response.status, document, retryAt);
    }
    if (retryAt !== undefined && typeof response.data === "object" && response.data !== null) {
      waits.set(response.data, retryAt);
    }
    return response;
  });
  const client = new acme.Client({
    directoryUrl: authority.directory,
    accountKey: account.keyPem,
    ...(account.url === undefined ? {} : { accountUrl: account.url }),
  });
  return {
    client: checkedClient(client),
    createCsr: async (names, keyPem) => {
      const [, csr] = await acme.crypto.createCsr({ altNames: [...names] }, keyPem);
      return csr.toString();
    },
    retryAfter: (answer) => waits.get(answer),
  };
}
