/** Why the authority could not validate a name: from its problem document and from what DNS says here. */
import { type Authority, authorityName } from "./authority.ts";
import type { InvalidAuthorization } from "./authorizations.ts";
import type { CertificateProblem } from "./certificate-error.ts";
import { caaForbids, type DiagnosisDeps, remedy } from "./error-diagnosis.ts";
import { type Destination, resolveDestination } from "./names.ts";
import type { ProblemDocument } from "./problem-document.ts";

/** The failure as a problem; resolves the name once more. */
export async function diagnoseValidation(
  authorization: InvalidAuthorization,
  deps: DiagnosisDeps,
): Promise<CertificateProblem> {
  const { name, type, document } = authorization;
  if (document.type === "caa") return caaForbids(name, deps);
  if (type === "dns-01" || type === "dns-persist-01") return txtProblem(authorization, deps);
  const destination = await resolveDestination(name, deps.publicAddresses, deps.dns);
  return addressProblem(authorization, destination, deps) ?? answerProblem(authorization, destination, deps);
}

function txtProblem({ name, type, document }: InvalidAuthorization, { authority }: DiagnosisDeps): CertificateProblem {
  const record = `${type === "dns-01" ? "_acme-challenge" : "_validation-persist"}.${name}`;
  const found = /incorrect TXT record "([^"]*)"/i.exec(document.detail)?.[1];
  const values = { ca: authorityName(authority), name, record, detail: document.detail };
  if (found !== undefined) {
    return { reason: "txt-wrong", values: { ...values, found }, remedies: [remedy("wait-for-dns")], name };
  }
  if (/SERVFAIL|timed? ?out|REFUSED/i.test(document.detail)) return dnsBroken(name, document, authority);
  return { reason: "txt-missing", values, remedies: [remedy("wait-for-dns")], name };
}

const dnsBroken = (name: string, { detail }: ProblemDocument, authority: Authority): CertificateProblem => ({
  reason: "dns-broken",
  values: { ca: authorityName(authority), name, detail },
  remedies: [remedy("look-at-name-servers", { name })],
  name,
});

/** The name does not resolve to this machine, which alone explains the failure. */
function addressProblem(
  { name, document }: InvalidAuthorization,
  destination: Destination,
  deps: DiagnosisDeps,
): CertificateProblem | undefined {
  const { publicAddresses, host, authority } = deps;
  const values = { ca: authorityName(authority), name, ours: publicAddresses, detail: document.detail };
  const add = [remedy("add-name", { name, ours: publicAddresses }), remedy("wait-for-dns"), remedy("use-dns-01")];
  const isNoName = /NXDOMAIN|no such host/i.test(document.detail);
  if (destination.kind === "nowhere")
    return { reason: isNoName ? "no-such-name" : "no-address", values, remedies: add, name };
  if (destination.kind === "elsewhere") {
    const redirect = host === name ? [] : [remedy("redirect-to-here", { name, host })];
    const remedies = [
      ...redirect,
      remedy("correct-address", { name, ours: publicAddresses }),
      remedy("use-subdomain", { name: `chat.${name}` }),
      remedy("use-dns-01"),
    ];
    return { reason: "wrong-address", values: { ...values, addresses: destination.foreign }, remedies, name };
  }
  if (document.type !== "dns") return undefined;
  return isNoName ? { reason: "no-such-name", values, remedies: add, name } : dnsBroken(name, document, authority);
}

/** The name resolves to this machine as far as DNS says: nothing answered, or another server did. */
function answerProblem(
  { name, type, document, address }: InvalidAuthorization,
  destination: Destination,
  deps: DiagnosisDeps,
): CertificateProblem {
  const port = type === "http-01" ? 80 : 443;
  const seen = address !== undefined ? [address] : destination.kind === "here" ? destination.addresses : [];
  const values = { ca: authorityName(deps.authority), name, port, addresses: seen, detail: document.detail };
  const forward = remedy("forward-port", { port });
  const other = type === "http-01" ? remedy("use-tls-alpn-01") : remedy("use-http-01");
  if (/refused|reset|failed to connect/i.test(document.detail)) {
    const remedies = [forward, remedy("start-listening", { port }), other, remedy("use-dns-01")];
    return { reason: "nothing-listens", values, remedies, name };
  }
  if (document.type === "connection")
    return { reason: "no-answer", values, remedies: [forward, other, remedy("use-dns-01")], name };
  const isAnswer = ["unauthorized", "incorrectResponse", "tls", "malformed"].includes(document.type);
  if (!isAnswer) return { reason: "ca-refused", values, remedies: [remedy("try-later")], name };
  const reason = type === "http-01" ? "other-server" : "alpn-refused";
  return {
    reason,
    values,
    remedies: [forward, remedy("start-listening", { port }), other, remedy("use-dns-01")],
    name,
  };
}
