/** The certificate of the server from which accounts come, and the ports that it still has. */
import { CertificateError } from "../../src/certificate/certificate-error.ts";
import type { Answers } from "../answers.ts";
import { type CertificateFiles, certificatesOf } from "../former/certificates.ts";
import { isHeldBy } from "../former/service.ts";
import { given, type StepContext } from "../step.ts";
import { formerServer, nameOf } from "./origin.ts";

export interface FormerCertificate extends CertificateFiles {
  /** Of the choice. */
  readonly label: string;
}

/** The first one that apps and servers would accept; undefined where there is none. */
export function formerCertificate({ answers, environment, messages }: StepContext): FormerCertificate | undefined {
  const server = formerServer(answers, environment);
  if (server === undefined) return undefined;
  for (const files of certificatesOf(server, given(answers, "domain"), environment.machine)) {
    try {
      const { facts } = environment.certificate.check(files.chainFile, files.keyFile, answers);
      if (facts.isSelfSigned) continue;
      return {
        ...files,
        label: messages.certificate.former(nameOf(server, messages), files.chainFile, facts.notAfter),
      };
    } catch (error) {
      // Expired, for another name, or not to be read: the other ways are left.
      if (!(error instanceof CertificateError)) throw error;
    }
  }
  return undefined;
}

/** It is that of the home from now on, which renews it itself. Throws CertificateError. */
export function adoptFormer(
  { chainFile, keyFile }: FormerCertificate,
  { answers, prompts, environment, messages }: StepContext,
): Answers {
  const { adopt, hasDnsApi } = environment.certificate;
  const { names, notAfter } = adopt(chainFile, keyFile);
  const { unavailable = [], isWebClosed } = answers;
  const isTheirs = (listener: string): boolean => unavailable.includes(listener);
  const byPort = isTheirs("http") && !isTheirs("https") ? "tls-alpn-01" : "http-01";
  prompts.show(messages.certificate.obtainedShown, [
    { mark: "right", text: messages.certificate.obtained(names, notAfter) },
  ]);
  return { source: "acme", challenge: answers.challenge ?? (isWebClosed && hasDnsApi(answers) ? "dns-01" : byPort) };
}

/** Ports 80 and 443 that will be free: an authority cannot be answered there yet. */
export async function heldListeners({ answers, environment }: StepContext): Promise<readonly string[]> {
  const service = formerServer(answers, environment)?.service;
  if (service === undefined) return [];
  const states = await Promise.all(
    (
      [
        ["http", 80],
        ["https", 443],
      ] as const
    ).map(async ([listener, port]) => {
      const state = await environment.portState({ host: "::", port });
      return state.kind === "taken" && isHeldBy(service, state.holder) ? [listener] : [];
    }),
  );
  return states.flat();
}
