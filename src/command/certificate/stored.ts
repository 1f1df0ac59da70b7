/** The certificate of a home, without its server. */
import { CertificateError, type CertificateProblem } from "../../certificate/certificate-error.ts";
import { storedStatus } from "../../certificate/certificates.ts";
import { isRefusal } from "../../certificate/findings.ts";
import type { CertificateStatus } from "../../certificate/source.ts";
import type { ConfigProblem } from "../../config/error.ts";
import type { Config } from "../../config/schema.ts";
import { visitedServices } from "../../config/services.ts";
import { webNameOf } from "../../config/web-address.ts";
import type { Home } from "../../home.ts";

/** Its status while no server runs; undefined where there is none yet. Throws CertificateError. */
export function storedStatusOf(home: Home, config: Config): CertificateStatus | undefined {
  const { domains } = config.general;
  const services = visitedServices(config, domains);
  const names = { domains, others: services, services, web: webNameOf(config) };
  return storedStatus(home.certificate, config.certificate, names, Date.now(), config.dns.provider !== "none");
}

/** What is wrong with the files that config.toml names: what setup would refuse, and what it would ask about. */
export function certificateFileProblems(home: Home, config: Config) {
  const { source, chain_file: value } = config.certificate;
  const found = source === "files" ? fileProblems(home, config) : [];
  const asConfigProblem = (problem: CertificateProblem): ConfigProblem => ({
    key: "certificate.chain_file",
    value,
    remedy: ["certificate", problem],
  });
  return {
    refused: found.filter(({ isRefused }) => isRefused).map(({ problem }) => asConfigProblem(problem)),
    hints: found.filter(({ isRefused }) => !isRefused).map(({ problem }) => asConfigProblem(problem)),
  };
}

function fileProblems(home: Home, config: Config) {
  try {
    const findings = storedStatusOf(home, config)?.findings ?? [];
    return findings.map((problem) => ({ problem, isRefused: isRefusal(problem) }));
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return [{ problem: error.problem, isRefused: true }];
  }
}
