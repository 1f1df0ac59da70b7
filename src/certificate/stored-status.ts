/** What the folder says of the certificate while no server runs. */
import type { Config } from "../config/schema.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { factsOf } from "./facts.ts";
import { readCertificateFiles } from "./files.ts";
import { dueAt } from "./renewal-time.ts";
import { type CertificateStatus, statusOf } from "./source.ts";
import { obtainedAt } from "./state.ts";

/** Undefined where there is none yet. Throws CertificateError where the configured files are no pair. */
export function storedStatus(
  folder: string,
  config: Config["certificate"],
  now: number,
): CertificateStatus | undefined {
  const { source, chain_file: chainFile, key_file: keyFile } = config;
  if (source === "files") return statusOf(readCertificateFiles({ chainFile, keyFile }), { source });
  const store = openCertificateStore(folder);
  const own = (): CertificateAndKey | undefined => store.selfSigned.read();
  const pair = source === "acme" ? (store.issued.read() ?? own()) : own();
  if (pair === undefined) return undefined;
  if (source !== "acme") return statusOf(pair, { source });
  const state = store.state.read();
  const { suggestion, notBefore, lastProblem } = state;
  const due = dueAt(factsOf(pair.chainPem), suggestion, now, obtainedAt(state));
  const nextRenewal = Math.max(due, notBefore);
  return statusOf(pair, { source, nextRenewal, lastProblem });
}
