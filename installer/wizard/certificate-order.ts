/** What the ways to a certificate do: a trial and a real order, and the redirect that HTTP-01 may need. */
import { problemText } from "../../src/certificate/certificate-error.ts";
import type { ChallengeType } from "../../src/certificate/challenges/challenge.ts";
import type { SeenTxtRecord } from "../../src/certificate/challenges/txt-record.ts";
import type { PortTrial } from "../../src/certificate/port-trial.ts";
import { redirectConfigs } from "../../src/certificate/validation-methods.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { certificateMessages } from "../../src/messages/certificate.ts";
import type { CertificateRequest } from "../environment.ts";
import { type Line, type ProgressControl, plain, toPaste, WATCH_MS } from "../prompts.ts";
import { given, type StepContext } from "../step.ts";

/** Resolves when the certificate is obtained and stored. Throws CertificateError. */
export async function obtainCertificate(challenge: ChallengeType, context: StepContext): Promise<void> {
  const { answers, prompts, environment, messages } = context;
  const { certificate } = environment;
  const request = ({ pause }: ProgressControl): CertificateRequest => ({
    answers,
    challenge,
    confirm: prompts.isUnattended ? undefined : (records, look) => pause(() => confirmRecords(records, look, context)),
  });
  // No trial by DNS: it would take a second record, of the test service's account; the real one allows five failures an hour.
  if (certificate.hasTrial && !challenge.startsWith("dns-")) {
    const progress = { message: messages.certificate.trying, whenLong: messages.certificate.slow };
    const other = await prompts.waitFor(progress, async (control) => {
      await certificate.trial(request(control));
      return prompts.isUnattended ? undefined : await certificate.tryOtherPort(request(control));
    });
    const port = { port: challenge === "http-01" ? 80 : 443, reached: "yes", problem: undefined } as const;
    prompts.show(
      messages.certificate.tried,
      [port, ...(other ? [other] : [])].map((each) => portLine(each, context)),
    );
  }
  const message = messages.certificate.obtaining(given(answers, "domain"));
  const progress = { message, whenLong: messages.certificate.slow };
  const facts = await prompts.waitFor(progress, (control) => certificate.obtain(request(control)));
  const text = messages.certificate.obtained(facts.names, facts.notAfter);
  const byHand =
    challenge === "dns-01" && !certificate.hasDnsApi(answers)
      ? plain(...messages.certificate.byHand(facts.notAfter))
      : [];
  prompts.show(messages.certificate.obtainedShown, [{ mark: "right", text }, ...byHand]);
}

/** What the test service has seen of a port: the certificate does not need the one that it has not reached. */
function portLine(
  { port, reached, problem }: Pick<PortTrial, "port" | "reached" | "problem">,
  { messages, language }: StepContext,
): Line {
  const { portReached, portNotReached } = messages.certificate;
  if (reached === "yes" || problem === undefined) return { mark: "right", text: portReached(port) };
  return { mark: "note", text: portNotReached(port, problemText(problem, language)) };
}

/** Shows the TXT records to set, and watches until they are there. */
async function confirmRecords(
  records: readonly SeenTxtRecord[],
  look: () => Promise<readonly SeenTxtRecord[]>,
  context: StepContext,
): Promise<"look" | "ask" | "cancel"> {
  const { prompts, messages } = context;
  const { txtShown, watchActions: actions } = messages.certificate;
  prompts.show(txtShown, toPaste(records.map(({ record, value }) => `${record}. 300 IN TXT "${value}"`)));
  const { key } = await prompts.watch({
    first: records,
    look,
    everyMs: WATCH_MS,
    lines: (seen) => seen.flatMap((record) => txtLines(record, context)),
    isDone: (seen) => seen.every(({ state }) => state === "right"),
    watching: messages.dns.watching,
    actions,
  });
  if (key === "done") return "look";
  return key === "enter" ? "ask" : "cancel";
}

/** What DNS says of a record, and which mistake it is. */
function txtLines({ record, state, found, mistake, name }: SeenTxtRecord, { messages, language }: StepContext): Line[] {
  const text = messages.certificate.txtState(record, state, found);
  const mark = state === "right" ? "right" : state === "unseen" ? "note" : "wrong";
  if (mistake === undefined) return [{ mark, text }];
  const only = record.slice(0, -name.length - 1);
  return [{ mark, text }, ...plain(`  ${certificateMessages[language].mistakes[mistake](record, only)}`)];
}

/** Shows the redirect to configure on the domain's web server. True when it was seen, or the person is sure of it. */
export async function prepareRedirect(context: StepContext): Promise<boolean> {
  const { answers, prompts, environment, messages } = context;
  const domain = domainToAscii(given(answers, "domain"));
  const host = domainToAscii(given(answers, "host"));
  const lines = Object.entries(redirectConfigs(host)).flatMap(([program, line]) => [`# ${program}`, line]);
  prompts.show(messages.certificate.redirectShown(domain), toPaste(lines));
  return await watchWebServer(domain, () => environment.certificate.isRedirectedTo(domain, host), context);
}

/** Watches whether the web server of the domain passes the authority's visits on. True when it was seen, or the person is sure of it. */
export async function watchWebServer(
  domain: string,
  look: () => Promise<boolean>,
  { prompts, messages }: StepContext,
): Promise<boolean> {
  const { redirectThere, redirectMissing, watchActions: actions } = messages.certificate;
  const { key } = await prompts.watch({
    first: false,
    look,
    everyMs: WATCH_MS,
    lines: (isThere) => [
      { mark: isThere ? "right" : "wrong", text: isThere ? redirectThere(domain) : redirectMissing(domain) },
    ],
    isDone: (isThere) => isThere,
    watching: messages.dns.watching,
    actions,
  });
  return key !== "o";
}
