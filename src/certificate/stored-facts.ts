/** The certificate files of a home, looked at without being touched. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../store/durable-file.ts";
import { keyMatches } from "./facts.ts";
import type { CertificateConfig } from "./source.ts";

export interface StoredCertificateFacts {
  /** "self-signed", "acme", "files". */
  readonly source: string;
  /** The folder in which the key is another certificate's. */
  readonly unmatched?: string;
  /** The authority has issued none yet, although the server has run: it uses one that it signed itself. */
  readonly isNoneIssued?: true;
  /** How the domain is proven at the next renewal. */
  readonly challenge?: string;
}

/** Throws what the system says of the files. */
export function storedCertificateFacts(
  folder: string,
  { source, challenge }: Pick<CertificateConfig, "source" | "challenge">,
): StoredCertificateFacts {
  const own = join(folder, "self-signed");
  const unmatched = (source === "acme" ? [folder, own] : [own]).find(isUnmatched);
  const isNone = source === "acme" && existsSync(join(own, "chain.pem")) && !existsSync(join(folder, "chain.pem"));
  return {
    source,
    ...(unmatched === undefined || source === "files" ? {} : { unmatched }),
    ...(isNone ? { isNoneIssued: true as const } : {}),
    ...(source === "acme" ? { challenge } : {}),
  };
}

/** What a crash has left half-renamed is finished when the server starts. */
function isUnmatched(folder: string): boolean {
  const [chain, key] = ["chain.pem", "key.pem"].map((name) => textOf(join(folder, name)));
  const isUnderway = ["chain.pem.new", "key.pem.new"].some((name) => existsSync(join(folder, name)));
  return chain !== undefined && !isUnderway && !keyMatches(chain, key ?? "");
}
