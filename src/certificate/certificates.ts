/** The certificate of a running server: found or made at the start, renewed while it runs. */
import { domainToASCII } from "node:url";
import { openAcmeSource } from "./acme-source.ts";
import { openFilesSource } from "./files-source.ts";
import { openSelfSignedSource } from "./self-signed-source.ts";
import type { CertificateNames, Certificates, CertificatesDeps } from "./source.ts";

/**
 * Has a pair ready: the one that is there, or, where an authority is still to be asked, one's own. Throws CertificateError
 * where the configured files are no pair, and what the system says about the folder.
 */
export function openCertificates(options: CertificatesDeps): Certificates {
  const opened = { ...options, names: inALabels(options.names) };
  switch (options.config.source) {
    case "acme":
      return openAcmeSource(opened);
    case "files":
      return openFilesSource(opened);
    default:
      return openSelfSignedSource(opened);
  }
}

/** The names as DNS and certificates spell them. */
const inALabels = ({ domains, others }: CertificateNames): CertificateNames => ({
  domains: domains.map((name) => domainToASCII(name)),
  others: others.map((name) => domainToASCII(name)),
});
