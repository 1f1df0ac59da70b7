/** Why an authority could not verify a name: what it says and what we see in DNS make the reason. */
import type { ProblemDocument } from "./acme-problem.ts";
import { caaForbids, type DiagnosisMeans, remedy } from "./diagnosis-means.ts";
import { type Authority, authorityName } from "./directory.ts";
import { type Destination, whereNameLeads } from "./names.ts";
import type { Problem } from "./problems.ts";
import type { FailedName } from "./proof.ts";

/** The failure as a problem; asks DNS once more. */
export async function unproven(failed: FailedName, means: DiagnosisMeans): Promise<Problem> {
  const { name, type, document } = failed;
  if (document.type === "caa") return caaForbids(name, means);
  if (type === "dns-01" || type === "dns-persist-01") return txtProblem(failed, means);
  const leads = await whereNameLeads(name, means.ours, means.dns);
  return addressProblem(failed, leads, means) ?? answerProblem(failed, leads, means);
}

function txtProblem({ name, type, document }: FailedName, { authority }: DiagnosisMeans): Problem {
  const record = `${type === "dns-01" ? "_acme-challenge" : "_validation-persist"}.${name}`;
  const found = /incorrect TXT record "([^"]*)"/i.exec(document.detail)?.[1];
  const values = { ca: authorityName(authority), name, record, detail: document.detail };
  if (found !== undefined) {
    return { reason: "txt-wrong", values: { ...values, found }, remedies: [remedy("wait-for-dns")], name };
  }
  if (/SERVFAIL|timed? ?out|REFUSED/i.test(document.detail)) return dnsBroken(name, document, authority);
  return { reason: "txt-missing", values, remedies: [remedy("wait-for-dns")], name };
}

const dnsBroken = (name: string, { detail }: ProblemDocument, authority: Authority): Problem => ({
  reason: "dns-broken",
  values: { ca: authorityName(authority), name, detail },
  remedies: [remedy("look-at-name-servers", { name })],
  name,
});

/** The name does not lead here, which alone explains the failure. */
function addressProblem(
  { name, document }: FailedName,
  leads: Destination,
  means: DiagnosisMeans,
): Problem | undefined {
  const { ours, host, authority } = means;
  const values = { ca: authorityName(authority), name, ours, detail: document.detail };
  const add = [remedy("add-name", { name, ours }), remedy("wait-for-dns"), remedy("use-dns-01")];
  const isNoName = /NXDOMAIN|no such host/i.test(document.detail);
  if (leads.kind === "nowhere")
    return { reason: isNoName ? "no-such-name" : "no-address", values, remedies: add, name };
  if (leads.kind === "elsewhere") {
    const redirect = host === name ? [] : [remedy("redirect-to-here", { name, host })];
    const remedies = [
      remedy("use-dns-01"),
      ...redirect,
      remedy("correct-address", { name, ours }),
      remedy("use-subdomain", { name: `chat.${name}` }),
    ];
    return { reason: "wrong-address", values: { ...values, addresses: leads.strays }, remedies, name };
  }
  if (document.type !== "dns") return undefined;
  return isNoName ? { reason: "no-such-name", values, remedies: add, name } : dnsBroken(name, document, authority);
}

/** The name leads here as far as DNS says: nobody answered, or somebody else did. */
function answerProblem(
  { name, type, document, address }: FailedName,
  leads: Destination,
  means: DiagnosisMeans,
): Problem {
  const port = type === "http-01" ? 80 : 443;
  const seen = address !== undefined ? [address] : leads.kind === "here" ? leads.addresses : [];
  const values = { ca: authorityName(means.authority), name, port, addresses: seen, detail: document.detail };
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
